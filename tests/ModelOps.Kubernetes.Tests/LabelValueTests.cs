using CsCheck;
using ModelOps.Kubernetes.Rendering;

namespace ModelOps.Kubernetes.Tests;

public sealed class LabelValueTests
{
    [Theory]
    [InlineData("demand")]
    [InlineData("1.2.0-rc.1")]
    [InlineData("a")]
    public void From_LabelValue_IsKept(string text) => Assert.Equal(text, LabelValue.From(text));

    [Theory]
    [InlineData("1.2.0+build.5", "1.2.0-build.5-")]
    [InlineData("-demand_", "demand-")]
    public void From_OtherText_IsCleanedAndMarked(string text, string start) => Assert.Matches($"^{start}[0-9a-f]{{8}}$", LabelValue.From(text));

    [Fact]
    public void From_LongTextsThatDifferAtTheEnd_StayDifferent() =>
        Assert.NotEqual(LabelValue.From(new string('a', 100) + "1"), LabelValue.From(new string('a', 100) + "2"));

    [Fact]
    public void From_AnyText_IsALabelValue() => Gen.String.Sample(static text => LabelValue.IsValid(LabelValue.From(text)), seed: "0000KubernetesL");
}
