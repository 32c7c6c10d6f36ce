using ModelOps.Drift.Joint;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Joint;

public sealed class JointReferenceTests
{
    private const int Width = 8;

    private static readonly double[][] Training = Rows(new Random(1), 3000);

    private static readonly FourierFeatures Features = new(Profile(Training), cosines: 256, seed: 42);

    private static readonly JointReference Reference = JointReference.Fit(Features, Training);

    // 5 standard errors of 2,000 windows about the level: 0.01 ± 0.011, 0.1 ± 0.034; the law is within them on either side.
    [Theory]
    [InlineData(60)]
    [InlineData(400)]
    public void PValue_NothingChanged_IsUniform(int rows)
    {
        const int windows = 2000;
        var random = new Random(7);
        double[] p = [.. Enumerable.Range(0, windows).Select(_ => Reference.Compare(Sums(Rows(random, rows))).PValue)];

        TestContext.Current.TestOutputHelper!.WriteLine($"{rows} rows: {string.Join(", ", new[] { 0.01, 0.05, 0.1, 0.5 }.Select(level => $"{p.Count(x => x <= level) / (double)windows} at {level}"))}");
        Assert.InRange(p.Count(static x => x <= 0.01) / (double)windows, 0.003, 0.018);
        Assert.InRange(p.Count(static x => x <= 0.1) / (double)windows, 0.07, 0.13);
        Assert.InRange(p.Count(static x => x <= 0.5) / (double)windows, 0.44, 0.56);
    }

    [Fact]
    public void Features_OneMoved_HasAlmostAll()
    {
        JointDrift drift = Reference.Compare(Sums(Rows(new Random(3), 1000, static row => row[5] += 0.7)));

        Assert.True(drift.PValue < 1e-6);
        Assert.Equal("f5", drift.Features[0].Feature);
        Assert.True(drift.Features[0].Share > 0.5, $"{drift.Features[0]}");
        Assert.Equal(1, drift.Features.Sum(static f => f.Share), 1e-9);
    }

    // Each feature alone looks as before.
    [Fact]
    public void Features_ARelationChanged_TheTwoAreFirst()
    {
        JointDrift drift = Reference.Compare(Sums(Rows(new Random(4), 2000, static row => row[1] = (0.9 * row[2]) + (Math.Sqrt(1 - 0.81) * row[1]))));

        Assert.True(drift.PValue < 1e-6);
        Assert.Equal(["f1", "f2"], drift.Features.Take(2).Select(static f => f.Feature).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compare_AThousandFeatures_FindsAMoveOfMany()
    {
        const int width = 1000;
        double[][] Make(int seed, int count, double shift) => [.. PortableData.Uniform(seed, count * width).Chunk(width).Select(row => { for (int i = 0; i < 300; i++) { row[i] += shift; } return row; })];
        double[][] training = Make(1, 400, 0);
        var builder = new DatasetProfileBuilder(maxEdges: 8);
        for (int i = 0; i < width; i++) { builder.AddNumeric($"f{i:D3}", [.. training.Select(row => row[i])]); }
        var cosines = new FourierFeatures(builder.Build(), cosines: 256, seed: 1);
        JointReference reference = JointReference.Fit(cosines, training);
        JointDrift Compare(double[][] rows)
        {
            var sums = new JointSums(cosines);
            foreach (double[] row in rows) { sums.Add(row); }
            return reference.Compare(sums);
        }

        Assert.InRange(Compare(Make(2, 200, 0)).PValue, 0.01, 1);
        Assert.True(Compare(Make(3, 200, 0.2)).PValue < 1e-4);
    }

    [Fact]
    public void Compare_MergedShards_IsTheSame()
    {
        double[][] rows = Rows(new Random(5), 300);
        JointSums merged = Sums(rows[..100]);
        merged.Merge(Sums(rows[100..]));
        JointDrift whole = Reference.Compare(Sums(rows));
        JointDrift drift = JointReference.Read(Reference.Write(), Features).Compare(merged);

        Assert.Equal((whole.SquaredDiscrepancy, whole.PValue), (drift.SquaredDiscrepancy, drift.PValue));
        Assert.Equal(whole.Features, drift.Features);
        Assert.Equal(Reference.Write(), JointReference.Read(Reference.Write(), Features).Write());
    }

    [Fact]
    public void Compare_TooFewRows_IsNotANumber()
    {
        JointDrift drift = Reference.Compare(new JointSums(Features));

        Assert.Equal((double.NaN, double.NaN), (drift.SquaredDiscrepancy, drift.PValue));
        Assert.All(drift.Features, static f => Assert.Equal(0, f.Share));
        Assert.Throws<ArgumentException>(() => JointReference.Fit(Features, Training[..49]));
        Assert.Throws<ArgumentException>(() => Reference.Compare(new JointSums(new FourierFeatures(Profile(Training), cosines: 256, seed: 1))));
    }

    [Fact]
    public void Read_Damaged_IsRefused()
    {
        byte[] written = Reference.Write();
        for (int at = 0; at < written.Length; at += 53)
        {
            byte[] damaged = [.. written];
            damaged[at] ^= 1;
            Assert.Throws<DriftProfileFormatException>(() => JointReference.Read(damaged, Features));
            Assert.Throws<DriftProfileFormatException>(() => JointReference.Read(written.AsSpan(0, at), Features));
        }
    }

    private static double[][] Rows(Random random, int count, Action<double[]>? change = null)
    {
        double[][] rows = [.. PortableData.Normal(random, count * Width, 0, 1).Chunk(Width)];
        foreach (double[] row in rows) { change?.Invoke(row); }
        return rows;
    }

    private static JointSums Sums(double[][] rows)
    {
        var sums = new JointSums(Features);
        foreach (double[] row in rows) { sums.Add(row); }
        return sums;
    }

    private static DatasetProfile Profile(double[][] rows)
    {
        var builder = new DatasetProfileBuilder();
        for (int i = 0; i < Width; i++) { builder.AddNumeric($"f{i}", [.. rows.Select(row => row[i])]); }
        return builder.Build();
    }
}
