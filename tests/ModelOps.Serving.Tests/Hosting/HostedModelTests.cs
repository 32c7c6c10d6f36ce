namespace ModelOps.Serving.Tests.Hosting;

public sealed class HostedModelTests
{
    [Theory]
    [InlineData(5, 10)]
    [InlineData(20, 40)]
    [InlineData(40, 60)]
    [InlineData(60, 60)]
    [InlineData(300, 300)]
    public void NextDelay_AfterAnotherFailure_DoublesUpToAMinuteAndNeverShrinks(int seconds, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), HostedModel.NextDelay(TimeSpan.FromSeconds(seconds)));
}
