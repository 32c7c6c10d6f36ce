using ModelOps.OpenInference.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>What servers say when they do not answer.</summary>
public sealed class RefusalTests
{
    public static TheoryData<int, string, string> Refusals => new()
    {
        { 400, """{"error":"bad"}""", nameof(InvalidInferenceRequestException) },
        { 400, "", nameof(InvalidInferenceRequestException) },
        { 422, """{"detail":"bad"}""", nameof(InvalidInferenceRequestException) },
        { 413, "<html>", nameof(InvalidInferenceRequestException) },
        { 400, """{"error":"Request for unknown model: 'm' is not found"}""", nameof(ModelNotFoundException) },
        { 404, "", nameof(ModelNotFoundException) },
        { 404, """{"error":"x","code":"MODEL_VERSION_NOT_FOUND"}""", nameof(ModelVersionNotFoundException) },
        { 404, """{"error":"x","code":"UNKNOWN_PATH"}""", nameof(ServerAnswerException) },
        { 401, "", nameof(ServerAnswerException) },
        { 403, "", nameof(ServerAnswerException) },
        { 405, "", nameof(ServerAnswerException) },
        { 429, "", nameof(QuotaExceededException) },
        { 500, """{"error":"x","code":"MODEL_EXECUTION_FAILED"}""", nameof(ModelExecutionException) },
        { 500, "<html>oops</html>", nameof(ServerAnswerException) },
        { 501, "", nameof(ServerAnswerException) },
        { 503, """{"error":"x","code":"DEADLINE_EXCEEDED"}""", nameof(DeadlineExceededException) },
        { 504, "", nameof(DeadlineExceededException) },
        { 302, "", nameof(ServerAnswerException) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task InferAsync_Refused_TheErrorItStandsForAndNotTriedAgain(int status, string body, string expected)
    {
        await using ScriptedServer server = await StartAsync(Fail(status, body));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        Exception e = await Assert.ThrowsAnyAsync<ModelOpsException>(() => client.CallAsync());

        Assert.Equal(expected, e.GetType().Name);
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData(503, "", nameof(ServerOverloadedException))]
    [InlineData(503, """{"error":"x","code":"MODEL_NOT_READY"}""", nameof(ModelNotReadyException))]
    [InlineData(400, """{"error":"Request for unknown model: 'm' has no available versions"}""", nameof(ModelNotReadyException))]
    [InlineData(502, "", nameof(ServerUnreachableException))]
    public async Task InferAsync_CannotNow_TriedAgainAsOftenAsAllowed(int status, string body, string expected)
    {
        await using ScriptedServer server = await StartAsync(Fail(status, body, status == 503 ? "0" : null));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address, static o => o.MaxRetryDelay = TimeSpan.FromSeconds(1.5));

        Exception e = await Assert.ThrowsAnyAsync<ModelOpsException>(() => client.CallAsync());

        Assert.Equal(expected, e.GetType().Name);
        Assert.Equal(3, server.Seen.Count);
    }

    [Fact]
    public async Task InferAsync_StormOf503ThenAnswer_Answered()
    {
        int calls = 0;
        await using ScriptedServer server = await StartAsync(context => Interlocked.Increment(ref calls) % 3 == 0 ? AnswerAsync(context) : Fail(503, "", "0")(context));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        for (int i = 0; i < 20; i++) { Assert.Equal(7, await client.CallAsync()); }

        Assert.Equal(60, calls);
    }

    [Fact]
    public async Task InferAsync_RetryAfterTooLong_FailsAtOnceAndTellsIt()
    {
        await using ScriptedServer server = await StartAsync(Fail(503, "", "60"));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        ServerOverloadedException e = await Assert.ThrowsAsync<ServerOverloadedException>(() => client.CallAsync());

        Assert.Equal(TimeSpan.FromSeconds(60), e.RetryAfter);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task InferAsync_RetryAfterLongerThanTheDeadline_DeadlineExceededWithoutAnotherTry()
    {
        await using ScriptedServer server = await StartAsync(Fail(503, "", "5"));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address, static o => o.BinaryTensors = true);
        using InferenceRequest request = RemoteCall.NewRequest();
        request.Context.Deadline = DateTimeOffset.UtcNow.AddSeconds(3); // enough for one try on a busy machine, not for the wait

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await client.InferAsync(request));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task InferAsync_OtherServerFree_AskedAtOnceInsteadOfWaiting()
    {
        await using ScriptedServer busy = await StartAsync(Fail(503, "", "5"));
        await using ScriptedServer free = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect([busy.Address, free.Address]);
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(25));

        for (int i = 0; i < 20; i++) { Assert.Equal(7, await client.CallAsync(soon.Token)); }

        Assert.NotEmpty(busy.Seen);
    }

    [Fact]
    public async Task InferAsync_RefusalOfOurs_ErrorHasAllItsParts()
    {
        await using ScriptedServer server = await StartAsync(Fail(
            400, """{"error":"Input 'x' of model 'm': expected 4, found 5.","code":"INVALID_REQUEST","model":"m","input":"x","expected":"4","actual":"5"}"""));
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(() => client.CallAsync());

        Assert.Equal(("m", "x", "4", "5", "Input 'x' of model 'm': expected 4, found 5."), (e.Model, e.Tensor, e.Expected, e.Actual, e.Message));
        server.Infer = Fail(429, """{"error":"The quota is used up: 3 calls in 1 s. Call less often, or ask.","code":"QUOTA_EXCEEDED"}""", "7");
        QuotaExceededException quota = await Assert.ThrowsAsync<QuotaExceededException>(() => client.CallAsync());
        Assert.Equal(("3 calls in 1 s", TimeSpan.FromSeconds(7)), (quota.Limit, quota.RetryAfter));
    }
}
