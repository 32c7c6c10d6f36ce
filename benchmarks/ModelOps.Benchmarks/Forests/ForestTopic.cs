using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx.Forests;

namespace ModelOps.Benchmarks.Forests;

/// <summary>Tree ensembles scored by ModelOps.Onnx against ONNX Runtime.</summary>
internal sealed class ForestTopic : ITopic
{
    /// <summary>Enough that no branch predictor learns them.</summary>
    private const int DistinctRows = 16 * 1024;

    public string Name => "forest";

    public string Question => "How fast are tree ensembles without ONNX Runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        float[] rows = BenchmarkForest.Rows(DistinctRows);
        BenchmarkForest? read = null;
        byte[] file = [];
        Forest? forest = null;
        foreach (ForestCase each in ForestCases.All)
        {
            if (read != each.Forest)
            {
                read = each.Forest;
                file = read.File();
                forest = OnnxForestReader.Read(read.Node(), BenchmarkForest.Features);
            }

            using IForestPeer peer = each.IsBound ? new BoundForest(each.Forest, file, rows, each.Batch) : new RunForest(each.Forest, file, rows, each.Batch);
            ScoredForest ours = new(new ForestScorer(forest!, each.Width, new ForestScorerOptions { AllowReorderedSums = each.IsReordered }), rows, each.Batch);
            CheckSameAnswers(each, ours, peer, DistinctRows / each.Batch);
            yield return new Comparison
            {
                Name = each.NameAgainst(peer.Name),
                Ours = Contender.Of("ForestScorer", ours.Run),
                Peer = Contender.Of(peer.Name, peer.Run),
                Clock = SampleClock.Cpu,
                Bars = each.Speedup > 0 ? [Bar.BytesAtMost(0), Bar.FasterBy(each.Speedup)] : [Bar.BytesAtMost(0)],
                WhyBelow = "A split costs the same for every row, whether or not the row comes by, so the gain shrinks as trees get more leaves; one row of few trees also pays for its ranks.",
            };
            await Task.CompletedTask;
        }

        yield return RankingComparison.Create(rows);
        yield return LoadComparison.Create(new BenchmarkForest(1000, 31), rows);
        foreach (Comparison comparison in LibraryComparisons.Create(rows)) { yield return comparison; }
    }

    private static void CheckSameAnswers(ForestCase each, ScoredForest ours, IForestPeer peer, int batches)
    {
        // Values lie within a half of zero, which bounds what another order may change.
        double tolerance = each.IsReordered ? Math.ScaleB(each.Forest.Trees * (double)each.Forest.Trees, -24) : 0;
        for (int i = 0; i < batches; i++)
        {
            ours.Run();
            peer.Run();
            for (int j = 0; j < ours.Output.Length; j++)
            {
                if (!(Math.Abs(ours.Output[j] - peer.Output[j]) <= tolerance))
                {
                    throw new InvalidOperationException($"Ours and the peer differ on '{each.Forest.Name}': the comparison would mean nothing.");
                }
            }
        }
    }
}
