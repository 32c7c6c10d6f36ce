using ModelOps.Registry.Gates;

namespace ModelOps.Registry.Tests.Gates;

public sealed class SignatureCompatibilityTests
{
    private static readonly ModelSignature Running = new([Spec("x", -1, 4)], [Spec("y", -1, 1), Spec("p", -1, 3)]);

    [Fact]
    public void Differences_NothingOrWider_BreakNobody()
    {
        Assert.Empty(SignatureCompatibility.Differences(Running, Running));
        Assert.Empty(SignatureCompatibility.Differences(Running, new([Spec("x", -1, -1)], [.. Running.Outputs, Spec("extra", 1)])));
        Assert.Empty(SignatureCompatibility.Differences(Running, new([Spec("x", -1, 4)], [Spec("p", 8, 3), Spec("y", -1, 1)])));
    }

    [Fact]
    public void Differences_WhatBreaksCallers_IsAllListed()
    {
        ModelSignature next = new(
            [new TensorSpec("x", TensorDataType.Float64, [-1, 4]), Spec("z", 1)],
            [Spec("y", -1, -1)]);

        IReadOnlyList<string> found = SignatureCompatibility.Differences(Running, next);

        Assert.Equal(
            [
                "Input 'x' was FP32 and is FP64.",
                "Input z: FP32[1] is new, and callers do not send it.",
                "Output 'y' was y: FP32[-1,1] and is y: FP32[-1,-1], which callers do not expect.",
                "Output p: FP32[-1,3] is gone, and callers read it.",
            ],
            found);
    }

    [Fact]
    public void Differences_NarrowerOrStricterInput_BreaksCallers()
    {
        Assert.Single(SignatureCompatibility.Differences(Running, new([Spec("x", 1, 4)], Running.Outputs)));
        Assert.Single(SignatureCompatibility.Differences(Running, new([Spec("x", -1, 4, 1)], Running.Outputs)));
        Assert.Single(SignatureCompatibility.Differences(Running, new([Spec("x", -1, 4) with { RequireFinite = true }], Running.Outputs)));
        Assert.Single(SignatureCompatibility.Differences(Running, new([], Running.Outputs)));
    }

    private static TensorSpec Spec(string name, params long[] shape) => new(name, TensorDataType.Float32, shape);
}
