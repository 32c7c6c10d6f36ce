using Microsoft.Extensions.Options;

namespace ModelOps.Jobs.Tests.Workers;

public sealed class JobRetryPolicyTests
{
    private static JobRetryPolicy Policy() => new(Options.Create(new JobsOptions { RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(60), Seed = 7 }));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(10, 60)]
    [InlineData(90, 60)]
    public void Delay_OfAnAttempt_DoublesUpToTheLimitAndIsJittered(int attempt, double most)
    {
        JobRetryPolicy policy = Policy();

        TimeSpan[] delays = [.. Enumerable.Range(0, 200).Select(_ => policy.Delay(attempt))];

        Assert.All(delays, d => Assert.InRange(d.TotalSeconds, most / 2, most));
        Assert.True(delays.Distinct().Count() > 100);
        Assert.Equal(delays[0], Policy().Delay(attempt));
    }

    [Fact]
    public void Judge_RetryAfterOfTheError_IsKept() =>
        Assert.Equal(TimeSpan.FromMinutes(2), Policy().Judge(new ServerOverloadedException("m", "full", TimeSpan.FromMinutes(2)), 1).Delay);

    [Fact]
    public void Judge_Errors_AreTriedAgainWhenTheyMayPass()
    {
        Assert.Equal(InferenceJobOutcomeKind.Retry, Policy().Judge(new QuotaExceededException("q", null), 1).Kind);
        Assert.Equal(InferenceJobOutcomeKind.Retry, Policy().Judge(new OperationCanceledException(), 1).Kind);
        Assert.Equal(InferenceJobOutcomeKind.Failed, Policy().Judge(new ModelExecutionException("m", "no"), 1).Kind);
        Assert.Equal(InferenceJobOutcomeKind.Failed, Policy().Judge(new ModelNotFoundException("m", []), 1).Kind);
    }
}
