using ModelOps.OpenInference.Client;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class WireNameTests
{
    [Theory]
    [InlineData("demand", "demand", "")]
    [InlineData("demand:3", "demand", "3")]
    [InlineData("demand:1.2.0", "demand", "1.2.0")]
    [InlineData("demand@champion", "demand", "champion")]
    [InlineData("My model@2024-q1", "My model", "2024-q1")]
    [InlineData("My model@3", "My model@3", "")]
    public void Of_Reference_IsReadBackAsIt(string reference, string name, string version) =>
        Assert.Equal((name, version), WireName.Of(ModelReference.Parse(reference)));
}
