namespace ModelOps.Load.Tests;

public sealed class PoissonArrivalsTests
{
    [Fact]
    public void Next_ManyArrivals_GapsAreExponential()
    {
        const int Count = 100_000;
        const double Rate = 250;
        PoissonArrivals arrivals = new(Rate, seed: 7);
        double[] gaps = new double[Count];
        double before = 0;
        for (int i = 0; i < Count; i++)
        {
            double at = arrivals.Next().TotalSeconds;
            gaps[i] = at - before;
            before = at;
        }

        Array.Sort(gaps);
        double farthest = gaps.Select((gap, i) => Math.Abs(1 - Math.Exp(-Rate * gap) - ((i + 0.5) / Count))).Max();

        Assert.InRange(Count / before, Rate * 0.99, Rate * 1.01);
        Assert.InRange(farthest, 0, 1.63 / Math.Sqrt(Count)); // Kolmogorov's 1 % bound
    }

    [Fact]
    public void Next_SameSeed_SameMoments()
    {
        PoissonArrivals one = new(10, seed: 3);
        PoissonArrivals other = new(10, seed: 3);

        Assert.Equal(Enumerable.Range(0, 100).Select(_ => one.Next()), Enumerable.Range(0, 100).Select(_ => other.Next()));
    }
}
