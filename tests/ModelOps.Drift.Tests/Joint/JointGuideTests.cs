// <snippet:docs/guides/joint-drift.md#1>
using ModelOps.Drift.Joint;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;
// </snippet>

namespace ModelOps.Drift.Tests.Joint;

public sealed class JointGuideTests
{
    private const int Width = 6;

    [Fact]
    public void Guide_ARelationThatChanged_IsFoundAndNamed()
    {
        double[][] training = Rows(1, 2000, 0.9);
        var builder = new DatasetProfileBuilder();
        for (int i = 0; i < Width; i++) { builder.AddNumeric($"f{i}", [.. training.Select(row => row[i])]); }
        using var log = new StringWriter();
        Watch(builder.Build(), training, Rows(2, 1000, 0), log);

        string[] lines = log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("p 0.000", lines[0], StringComparison.Ordinal);
        Assert.Contains("f1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("reconstruction drifted True", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_Sketches_GiveAnInterval()
    {
        double[][] training = Rows(1, 4000, 0);
        using var log = new StringWriter();
        Sketch(training, Rows(2, 2000, 0), log);
        Assert.Equal(2, log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static void Watch(DatasetProfile reference, double[][] trainingRows, double[][] rows, StringWriter log)
    {
        // <snippet:docs/guides/joint-drift.md#1>
        // At training, over the rows: how the features go together.
        FourierFeatures cosines = new(reference, cosines: 512, seed: 42);
        JointReference joint = JointReference.Fit(cosines, trainingRows);
        ReconstructionReference components = ReconstructionReference.Fit(trainingRows);

        // At serving, one pair for each window and thread; windows and replicas merge by Merge(), and travel by Write() and Read().
        JointSums sums = new(cosines);
        ReconstructionSums errors = new(components);
        foreach (double[] row in rows)
        {
            sums.Add(row);
            errors.Add(row);
        }

        JointDrift drift = joint.Compare(sums);
        ReconstructionDrift reconstruction = errors.Evaluate();
        log.WriteLine($"p {drift.PValue:F3}, most by {string.Join(", ", drift.Features.Take(2).Select(static f => f.Feature))}");
        log.WriteLine($"reconstruction drifted {reconstruction.HasDrifted}: {reconstruction.Error:F2}, expected up to {components.UpperThreshold:F2}");
        // </snippet>
    }

    private static void Sketch(double[][] trainingRows, double[][] rows, StringWriter log)
    {
        // <snippet:docs/guides/joint-drift.md#2>
        SketchSchema schema = new() { Numbers = ["income", "age"], Categories = ["city"] };
        SketchAccumulator reference = new(schema);
        foreach (double[] row in trainingRows) { reference.Add(row.AsSpan(0, 2)); }

        SketchAccumulator current = new(schema, shard: 1);
        foreach (double[] row in rows) { current.Add(row.AsSpan(0, 2)); }

        foreach (FeatureSketchDrift feature in current.Compare(reference))
        {
            // An alert survives what the sketches leave open when the upper end of p is below the level.
            log.WriteLine($"{feature.Feature}: D {feature.Result.Statistic.Value:F3}, p at most {feature.Result.PValue.High:F3}");
        }
        // </snippet>
    }

    /// <summary>Uniform columns; the second follows the first as often as asked.</summary>
    private static double[][] Rows(int seed, int count, double together)
    {
        double[][] rows = [.. PortableData.Uniform(seed, count * Width).Chunk(Width)];
        foreach (double[] row in rows.Where(row => row[2] < together)) { row[1] = row[0]; }
        return rows;
    }
}
