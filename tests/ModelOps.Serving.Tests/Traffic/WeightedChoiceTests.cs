using CsCheck;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class WeightedChoiceTests
{
    private static readonly Gen<(int[] Weights, int Raised, int Step)> Cases =
        from weights in Gen.Int[0, 1000].Array[1, 6]
        where weights.Sum() > 0
        from raised in Gen.Int[0, weights.Length - 1]
        from step in Gen.Int[1, 2000]
        select (weights, raised, step);

    [Fact]
    public void Choose_OneWeightRaised_CallersMoveOnlyIntoIt() => (from c in Cases from hash in Gen.ULong select (c, hash)).Sample(
        static sample =>
        {
            ((int[] weights, int raised, int step), ulong hash) = sample;
            int[] more = [.. weights.Select((w, i) => i == raised ? w + step : w)];
            int before = Of(weights).Choose(hash);
            int after = Of(more).Choose(hash);
            return after == before || after == raised;
        },
        iter: 200_000);

    [Fact]
    public void Choose_OneWeightLowered_CallersMoveOnlyOutOfIt() => (from c in Cases from hash in Gen.ULong select (c, hash)).Sample(
        static sample =>
        {
            ((int[] weights, int raised, int step), ulong hash) = sample;
            int[] more = [.. weights.Select((w, i) => i == raised ? w + step : w)];
            int before = Of(more).Choose(hash);
            int after = Of(weights).Choose(hash);
            return after == before || before == raised;
        },
        iter: 200_000);

    [Fact]
    public void Choose_FromOneOfTwoToTheOther_CallersMoveOnlyThatWay()
    {
        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            ulong hash = (ulong)random.NextInt64();
            int previous = 0;
            foreach (int weight in new[] { 0, 1, 5, 25, 50, 99, 100 })
            {
                int now = Of([100 - weight, weight]).Choose(hash);
                Assert.True(now >= previous);
                previous = now;
            }
        }
    }

    [Fact]
    public void Choose_ManyCallers_SharesAreAsWeighted()
    {
        int[] weights = [50, 30, 19, 1, 0];
        WeightedChoice choice = Of(weights);
        int[] counts = new int[weights.Length];
        for (ulong i = 0; i < 200_000; i++) { counts[choice.Choose(StableHash.Mix(i + 1))]++; }

        // Five standard deviations of a share of p in 200,000 calls.
        Assert.All(weights.Index(), w => Assert.InRange(
            counts[w.Index] / 200_000.0,
            (w.Item / 100.0) - (5 * Math.Sqrt(w.Item / 100.0 * (1 - (w.Item / 100.0)) / 200_000)),
            (w.Item / 100.0) + (5 * Math.Sqrt(w.Item / 100.0 * (1 - (w.Item / 100.0)) / 200_000))));
    }

    [Fact]
    public void Choose_OtherOrder_SameVariant() => Gen.ULong.Sample(static hash =>
        new WeightedChoice([new("a", 3), new("b", 5)]).Choose(hash) == 1 - new WeightedChoice([new("b", 5), new("a", 3)]).Choose(hash));

    [Fact]
    public void Choose_WeightZero_NeverChosen() => (from c in Cases from hash in Gen.ULong select (c.Weights, hash)).Sample(
        static sample => sample.Weights[Of(sample.Weights).Choose(sample.hash)] > 0, iter: 100_000);

    private static WeightedChoice Of(int[] weights) => new([.. weights.Select(static (w, i) => new TrafficVariant($"a{i}", w))]);
}
