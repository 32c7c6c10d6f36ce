namespace ModelOps.Load.Tests;

public sealed class LoadArgumentsTests
{
    [Fact]
    public void TryParse_Ramp_OneStepForEachRate()
    {
        Assert.True(LoadArguments.TryParse(["--url", "http://h/x", "--body", "b", "--ramp", "100:300:100", "--duration", "2", "--header", "A: b:c"], out LoadArguments? arguments, out _));

        Assert.Equal([100, 200, 300], arguments.Steps.Cast<OpenLoopStep>().Select(static s => s.Rate));
        Assert.All(arguments.Steps, static s => Assert.Equal(TimeSpan.FromSeconds(2), s.Duration));
        Assert.Equal(new KeyValuePair<string, string>("A", "b:c"), Assert.Single(arguments.Headers));
    }

    [Theory]
    [InlineData("--url is missing", "--body", "b", "--rate", "1")]
    [InlineData("--url is 'h'", "--url", "h", "--body", "b", "--rate", "1")]
    [InlineData("Give one of", "--url", "http://h", "--body", "b")]
    [InlineData("Give one of", "--url", "http://h", "--body", "b", "--rate", "1", "--callers", "1")]
    [InlineData("--rate is 'NaN'", "--url", "http://h", "--body", "b", "--rate", "NaN")]
    [InlineData("goes nowhere", "--url", "http://h", "--body", "b", "--ramp", "5:1:1")]
    [InlineData("'--speed' is not known", "--speed", "1")]
    [InlineData("'--rate' needs a value", "--rate")]
    public void TryParse_Wrong_SaysWhat(string expected, params string[] args)
    {
        Assert.False(LoadArguments.TryParse(args, out _, out string? problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
