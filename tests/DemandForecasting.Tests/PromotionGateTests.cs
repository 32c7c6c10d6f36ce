using DemandForecasting.Promotion;

namespace DemandForecasting.Tests;

public sealed class PromotionGateTests
{
    private static readonly float[] Actual = [.. Enumerable.Range(0, 200).Select(day => (float)(10 + (day % 7)))];

    [Fact]
    public void Judge_CandidateBetterEveryDay_IsPromoted()
    {
        GateDecision decision = PromotionGate.Judge(Actual, Off(by: 1), Off(by: 2), "champion");

        Assert.True(decision.IsPromoted);
        Assert.Equal(1, decision.CandidateMae, 1e-6);
        Assert.Equal(2, decision.CurrentMae, 1e-6);
        Assert.EndsWith("better.", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_CandidateWorseEveryDay_IsRefusedAsWorse()
    {
        GateDecision decision = PromotionGate.Judge(Actual, Off(by: 2), Off(by: 1), "champion");

        Assert.False(decision.IsPromoted);
        Assert.EndsWith(": worse.", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SameForecasts_IsRefused() => Assert.False(PromotionGate.Judge(Actual, Off(by: 1), Off(by: 1), "champion").IsPromoted);

    [Fact]
    public void Judge_EquallyGoodForecasts_ArePromotedNoOftenerThanTheIntervalAllows()
    {
        const int Runs = 400;
        Random random = new(7);
        int promoted = 0;
        for (int run = 0; run < Runs; run++)
        {
            if (PromotionGate.Judge(Actual, Noisy(random), Noisy(random), "champion").IsPromoted) { promoted++; }
        }

        // The interval leaves 2.5 % on the promoting side: 10 of 400, and 4 standard deviations above that are 22.
        Assert.InRange(promoted, 1, 22);
    }

    private static float[] Noisy(Random random) => [.. Actual.Select(actual => actual + 1 + (float)((random.NextDouble() - 0.5) * 4))];

    private static float[] Off(float by) => [.. Actual.Select((actual, day) => actual + (day % 2 == 0 ? by : -by))];
}
