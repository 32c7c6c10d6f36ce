using System.Globalization;
using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx.Forests;

namespace ModelOps.Benchmarks.Forests;

/// <summary>Tree ensembles scored by ModelOps.Onnx against ONNX Runtime.</summary>
internal sealed class ForestTopic : ITopic
{
    /// <summary>Enough that no branch predictor learns them.</summary>
    private const int DistinctRows = 16 * 1024;

    private const double OneRowSpeedup = 10;
    private const double BlockSpeedup = 12;

    public string Name => "forest";

    public string Question => "How fast are tree ensembles without ONNX Runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        float[] rows = BenchmarkForest.Rows(DistinctRows);
        foreach (BenchmarkForest forest in (BenchmarkForest[])[new(100, 31), new(500, 31), new(500, 127)])
        {
            byte[] file = forest.File();
            ForestScorer scorer = new(OnnxForestReader.Read(forest.Node(), BenchmarkForest.Features));
            foreach (int batch in (int[])[1, 8, 64, 1024])
            {
                using BoundForest peer = new(file, rows, batch);
                ScoredForest ours = new(scorer, rows, batch);
                CheckSameAnswers(forest, ours, peer, DistinctRows / batch);
                yield return new Comparison
                {
                    Name = $"{forest.Name}, {batch} {(batch == 1 ? "row" : "rows")}, against raw IoBinding",
                    Ours = Contender.Of("ForestScorer", ours.Run),
                    Peer = Contender.Of("raw IoBinding", peer.Run),
                    Clock = SampleClock.Cpu,
                    Bars = batch is 1 or 1024 ? [Bar.BytesAtMost(0), FasterBy(batch == 1 ? OneRowSpeedup : BlockSpeedup)] : [Bar.BytesAtMost(0)],
                    WhyBelow = "One row needs AVX-512 VBMI, else it is walked; blocks want 256 bits or more, and gain less the more leaves a tree has.",
                };
                await Task.CompletedTask;
            }
        }
    }

    private static Bar FasterBy(double times) => new(
        string.Create(CultureInfo.InvariantCulture, $"{times}x"),
        static result => string.Create(CultureInfo.InvariantCulture, $"{1 / result.Ratio.Median:0.0}x"),
        result => result.Ratio.Median * times <= 1);

    private static void CheckSameAnswers(BenchmarkForest forest, ScoredForest ours, BoundForest peer, int batches)
    {
        for (int i = 0; i < batches; i++)
        {
            ours.Run();
            peer.Run();
            if (!ours.Output.AsSpan().SequenceEqual(peer.Output))
            {
                throw new InvalidOperationException($"Ours and the peer differ on '{forest.Name}': the comparison would mean nothing.");
            }
        }
    }
}
