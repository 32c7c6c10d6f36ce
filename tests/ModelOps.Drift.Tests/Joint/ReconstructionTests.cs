using System.Text.Json;
using CsCheck;
using ModelOps.Drift.Joint;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Joint;

public sealed class ReconstructionTests
{
    private static readonly GoldenFile Golden = new("reconstruction.json");

    // scikit-learn 1.2.1, generate_reconstruction.py.
    [Fact]
    public void Fit_AsScikitLearn_GivesItsErrorsAndThresholds()
    {
        foreach (JsonElement golden in Golden.Of("cases"))
        {
            int width = golden.Integer("width");
            double[][] rows = Rows(1, golden.Integer("n"), width, 0.8, 0);
            ReconstructionReference reference = ReconstructionReference.Fit(rows, golden.Number("explained"));

            Assert.Equal(golden.Integer("components"), reference.Components);
            Assert.Equal(golden.Number("ratio"), reference.ExplainedVariance, 1e-10);
            Assert.Equal(golden.Number("lower"), reference.LowerThreshold, 1e-9);
            Assert.Equal(golden.Number("upper"), reference.UpperThreshold, 1e-9);
            double[] errors = [.. golden.GetProperty("errors").EnumerateArray().Select(static error => error.GetDouble())];
            for (int i = 0; i < errors.Length; i++) { Assert.Equal(errors[i], reference.ErrorOf(rows[i], new double[width]), 1e-10); }
            foreach (JsonElement window in golden.GetProperty("windows").EnumerateArray())
            {
                ReconstructionDrift drift = Sums(
                    reference, Rows(window.Integer("seed"), window.Integer("rows"), width, window.Number("tie"), window.Number("shift"))).Evaluate();
                Assert.Equal(window.Number("error"), drift.Error, 1e-9);
                Assert.Equal(window.Number("samplingError"), drift.SamplingError, 1e-10);
                Assert.Equal(window.GetProperty("drifted").GetBoolean(), drift.HasDrifted);
            }
        }
    }

    [Fact]
    public void Merge_AnySharding_GivesIdenticalBytes()
    {
        ReconstructionReference reference = ReconstructionReference.Fit(Rows(1, 300, 8, 0.8, 0));
        Gen.Select(Gen.Int[0, 80], Gen.Int[1, 6], Gen.Int).Sample((count, shards, seed) =>
        {
            double[][] rows = Rows(2, count + 1, 8, 0.5, 0);
            byte[] whole = Sums(reference, rows).Write();
            var random = new Random(seed);
            var merged = new ReconstructionSums(ReconstructionReference.Read(reference.Write()));
            foreach (IGrouping<int, double[]> shard in rows.GroupBy(_ => random.Next(shards)).OrderBy(_ => random.Next()))
            {
                merged.Merge(ReconstructionSums.Read(Sums(reference, [.. shard]).Write(), reference));
            }

            Assert.Equal(whole, merged.Write());
        }, iter: 100);
    }

    [Fact]
    public void Eigen_OfRandomMatrices_IsOrthogonalAndTrue() =>
        Gen.Select(Gen.Int[1, 25], Gen.Int, Gen.Int[0, 3]).Sample((size, seed, kind) =>
        {
            var random = new Random(seed);
            var matrix = new double[size][];
            for (int i = 0; i < size; i++) { matrix[i] = new double[size]; }
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    matrix[i][j] = matrix[j][i] = kind switch { 0 => 0, 1 => i == j ? 1 : 0, 2 => random.Next(-2, 3), _ => random.NextDouble() - 0.5 };
                }
            }

            (double[] values, double[][] vectors) = SymmetricEigen.Of([.. matrix.Select(static row => (double[])row.Clone())]);

            for (int i = 0; i < size; i++)
            {
                Assert.True(i == 0 || values[i] <= values[i - 1]);
                for (int j = 0; j < size; j++)
                {
                    Assert.Equal(i == j ? 1 : 0, Dot(vectors[i], vectors[j]), 1e-12);
                    Assert.Equal(values[i] * vectors[i][j], Dot(matrix[j], vectors[i]), 1e-11);
                }
            }
        }, iter: 500);

    [Fact]
    public void Fit_AThousandFeatures_TellsTheOnesThatChanged()
    {
        const int width = 1000;
        double[][] Make(int seed, int count, double tie) =>
        [
            .. PortableData.Uniform(seed, count * width).Chunk(width).Select(row => { for (int i = 1; i < width; i++) { row[i] = (tie * row[0]) + ((1 - tie) * row[i]); } return row; }),
        ];
        ReconstructionReference reference = ReconstructionReference.Fit(Make(1, 300, 0.7));

        Assert.True(Sums(reference, Make(2, 100, 0.2)).Evaluate().HasDrifted);
        Assert.Equal(1, reference.Components);
    }

    [Fact]
    public void Add_UnusableRows_AreLeftOutOrImputed()
    {
        ReconstructionReference reference = ReconstructionReference.Fit([.. Rows(1, 300, 8, 0.8, 0), [double.PositiveInfinity, 0, 0, 0, 0, 0, 0, 0]]);
        var sums = new ReconstructionSums(reference);
        sums.Add([double.PositiveInfinity, 0, 0, 0, 0, 0, 0, 0]);
        sums.Add([1e300, 0, 0, 0, 0, 0, 0, 0]);
        Assert.True(double.IsNaN(sums.Evaluate().Error));
        Assert.False(sums.Evaluate().HasDrifted);
        double[] row = [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];
        sums.Add(row);
        Assert.Equal((1, 2, 0), (sums.Count, sums.SkippedCount, sums.Evaluate().Error));

        Assert.Equal(0, Allocations.Fewest(() => sums.Add(row)));
        Assert.Throws<ArgumentException>(() => sums.Add([1]));
        Assert.Throws<ArgumentException>(() => ReconstructionReference.Fit([[1]]));
        Assert.Throws<ArgumentException>(() => ReconstructionReference.Fit([[1], [1, 2]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReconstructionReference.Fit([[1], [2]], 1));
        Assert.Equal((0, 0), (ReconstructionReference.Fit([[3, 3], [3, 3]]).Components, ReconstructionReference.Fit([[3, 3], [3, 3]]).UpperThreshold));
    }

    [Fact]
    public void Read_Damaged_IsRefused()
    {
        ReconstructionReference reference = ReconstructionReference.Fit(Rows(1, 300, 8, 0.8, 0));
        byte[] fit = reference.Write();
        byte[] sum = Sums(reference, Rows(2, 10, 8, 0.8, 0)).Write();
        Assert.Equal(fit, ReconstructionReference.Read(fit).Write());
        for (int at = 0; at < fit.Length; at += 5)
        {
            Assert.Throws<DriftProfileFormatException>(() => ReconstructionReference.Read(Flip(fit, at)));
            Assert.Throws<DriftProfileFormatException>(() => ReconstructionReference.Read(fit.AsSpan(0, at)));
        }

        for (int at = 0; at < sum.Length; at++)
        {
            Assert.Throws<DriftProfileFormatException>(() => ReconstructionSums.Read(Flip(sum, at), reference));
            Assert.Throws<DriftProfileFormatException>(() => ReconstructionSums.Read(sum.AsSpan(0, at), reference));
        }
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] damaged = [.. bytes];
        damaged[at] ^= 1;
        return damaged;
    }

    /// <summary>The rows of generate_reconstruction.py.</summary>
    private static double[][] Rows(int seed, int count, int width, double tie, double shift)
    {
        double[][] rows = [.. PortableData.Uniform(seed, count * width).Chunk(width)];
        for (int i = 0; i < count; i++)
        {
            double[] row = rows[i];
            row[1] = (tie * row[0]) + ((1 - tie) * row[1]);
            row[3] = (tie * row[2]) + ((1 - tie) * row[3]) + shift;
            row[4] = i % 17 == 0 ? double.NaN : row[4] * 1000;
            row[^1] = 2.5;
        }

        return rows;
    }

    private static ReconstructionSums Sums(ReconstructionReference reference, double[][] rows)
    {
        var sums = new ReconstructionSums(reference);
        foreach (double[] row in rows) { sums.Add(row); }
        return sums;
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other, static (x, y) => x * y).Sum();
}
