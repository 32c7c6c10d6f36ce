using CsCheck;
using ModelOps.Drift.Joint;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Joint;

public sealed class JointSumsTests
{
    private const int Width = 8;

    private static readonly double[][] Training = Rows(1, 2000, correlation: 0);

    private static readonly DatasetProfile Reference = Profile(Training);

    private static readonly FourierFeatures Features = new(Reference, cosines: 512, seed: 42);

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    public void SquaredDiscrepancy_OfFourShards_IsNearTheKernelsOwn(double correlation)
    {
        double[][] current = Rows(2, 1000, correlation);
        double exact = Exact(Training, current);
        Assert.Equal(exact, Sharded(current, Features).SquaredDiscrepancy(Sums(Training, Features)), 0.002);
        var many = new FourierFeatures(Reference, cosines: 8192, seed: 43);
        Assert.Equal(exact, Sharded(current, many).SquaredDiscrepancy(Sums(Training, many)), 0.0005);
    }

    // Every feature alone looks as before: only what they do together has changed.
    [Fact]
    public void SquaredDiscrepancy_OfAChangedCorrelation_StandsOut()
    {
        JointSums reference = Sums(Training, Features);
        double[] same = [.. Enumerable.Range(10, 10).Select(seed => Sums(Rows(seed, 1000, 0), Features).SquaredDiscrepancy(reference))];
        double changed = Sums(Rows(3, 1000, 0.6), Features).SquaredDiscrepancy(reference);
        Assert.True(changed > 3 * same.Max());
        Assert.Equal(0, same.Average(), 0.001);
    }

    [Fact]
    public void Merge_AnySharding_GivesIdenticalBytes() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 6], Gen.Int).Sample((count, shards, seed) =>
        {
            double[][] rows = Training[..count];
            byte[] whole = Sums(rows, Features).Write();
            var random = new Random(seed);
            var merged = new JointSums(Features);
            foreach (IGrouping<int, double[]> shard in rows.GroupBy(_ => random.Next(shards)).OrderBy(static shard => shard.Key))
            {
                merged.Merge(JointSums.Read(Sums(shard, Features).Write(), Features));
            }

            Assert.Equal(whole, merged.Write());
        }, iter: 100);

    [Fact]
    public void Add_UnusableRows_AreLeftOutAndCounted()
    {
        var sums = new JointSums(Features);
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, 1e300, 0.5 }) { sums.Add([value, 0, 0, 0, 0, 0, 0, 0]); }
        Assert.Equal((1, 3), (sums.Count, sums.SkippedCount));
        Assert.Equal(double.NaN, sums.SquaredDiscrepancy(sums));
    }

    [Fact]
    public void Add_ARow_AllocatesNothing()
    {
        var sums = new JointSums(Features);
        int row = 0;
        Assert.Equal(0, Allocations.Fewest(() => sums.Add(Training[++row % 100])));
    }

    [Fact]
    public void Read_DamagedOrOther_IsRefused()
    {
        byte[] written = Sums(Training[..50], Features).Write();
        for (int at = 0; at < written.Length; at += 37)
        {
            byte[] damaged = [.. written];
            damaged[at] ^= 1;
            Assert.Throws<DriftProfileFormatException>(() => JointSums.Read(damaged, Features));
            Assert.Throws<DriftProfileFormatException>(() => JointSums.Read(written.AsSpan(0, at), Features));
        }

        Assert.Throws<DriftProfileFormatException>(() => JointSums.Read(written, new FourierFeatures(Reference, seed: 1)));
    }

    [Fact]
    public void Merge_OtherCosines_SaysWhatMendsIt()
    {
        var other = new JointSums(new FourierFeatures(Reference, seed: 1));
        Assert.Contains("one reference, width", Assert.Throws<ArgumentException>(() => new JointSums(Features).Merge(other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => other.Add([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierFeatures(Reference, bandwidth: double.NaN));
        Assert.Throws<ArgumentException>(() => new FourierFeatures(new DatasetProfileBuilder().AddCategorical("c", ["a"]).Build()));
    }

    /// <summary>Uniform columns of one law each; the second follows the first where a correlation is asked for.</summary>
    private static double[][] Rows(int seed, int count, double correlation)
    {
        double[] values = PortableData.Uniform(seed, count * Width);
        double[][] rows = [.. values.Chunk(Width)];
        foreach (double[] row in rows)
        {
            if (row[2] < correlation) { row[1] = row[0]; }
        }

        return rows;
    }

    private static DatasetProfile Profile(double[][] rows)
    {
        var builder = new DatasetProfileBuilder();
        for (int i = 0; i < Width; i++) { builder.AddNumeric($"f{i}", [.. rows.Select(row => row[i])]); }
        return builder.Build();
    }

    private static JointSums Sums(IEnumerable<double[]> rows, FourierFeatures features)
    {
        var sums = new JointSums(features);
        foreach (double[] row in rows) { sums.Add(row); }
        return sums;
    }

    private static JointSums Sharded(double[][] rows, FourierFeatures features)
    {
        var merged = new JointSums(features);
        foreach (double[][] shard in rows.Chunk(250)) { merged.Merge(Sums(shard, features)); }
        return merged;
    }

    private static double Exact(double[][] x, double[][] y)
    {
        Moments[] moments = [.. Reference.Features.Cast<NumericFeatureProfile>().Select(static feature => feature.Moments)];
        double[][] Scaled(double[][] rows) => [.. rows.Select(row => row.Select((value, i) => (value - moments[i].Mean) / moments[i].StandardDeviation).ToArray())];
        static double Mean(double[][] a, double[][] b, bool same)
        {
            double sum = 0;
            for (int i = 0; i < a.Length; i++)
            {
                for (int j = 0; j < b.Length; j++)
                {
                    double distance = 0;
                    for (int k = 0; k < Width; k++) { distance += (a[i][k] - b[j][k]) * (a[i][k] - b[j][k]); }
                    sum += same && i == j ? 0 : Math.Exp(-distance / (2.0 * Width));
                }
            }

            return sum / ((double)a.Length * (same ? a.Length - 1 : b.Length));
        }

        double[][] u = Scaled(x);
        double[][] v = Scaled(y);
        return Mean(u, u, same: true) + Mean(v, v, same: true) - (2 * Mean(u, v, same: false));
    }
}
