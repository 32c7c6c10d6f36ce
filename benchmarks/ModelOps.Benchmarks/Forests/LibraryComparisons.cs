using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx.Forests;
using ModelOps.Serving.MLNet;

namespace ModelOps.Benchmarks.Forests;

/// <summary>The same forests scored by the libraries that trained them. Only watched: the bars are about ONNX Runtime.</summary>
internal static class LibraryComparisons
{
    private const int ManyRows = 1024;

    /// <summary>Trees add up in another order, or in doubles, there.</summary>
    private const float Tolerance = 1e-4f;

    public static IEnumerable<Comparison> Create(float[] rows)
    {
        MLNetTrainedForest trained = new(rows);
        Forest forest = MLNetForest.Read(trained.Model);
        string name = $"{MLNetTrainedForest.Trees} trees x {MLNetTrainedForest.Leaves} leaves of FastTree";
        using (MLNetEngine engine = new(trained, rows)) { yield return Against(engine, name, forest, rows, 1); }
        using (MLNetTransform transform = new(trained, rows, ManyRows)) { yield return Against(transform, name, forest, rows, ManyRows); }
        if (!XGBoostLibrary.IsInstalled)
        {
            Console.Error.WriteLine("No rows against XGBoost: its library is not here (Debian: libxgboost0).");
            yield break;
        }

        byte[] model = XGBoostForest.Train(rows);
        forest = XGBoostForestReader.Read(model);
        name = $"{XGBoostForest.Trees} trees x depth {XGBoostForest.Depth} of XGBoost";
        foreach (int batch in (int[])[1, ManyRows])
        {
            using XGBoostForest peer = new(model, rows, batch);
            yield return Against(peer, name, forest, rows, batch);
        }
    }

    private static Comparison Against(IForestPeer peer, string name, Forest forest, float[] rows, int batch)
    {
        ScoredForest ours = new(new ForestScorer(forest), rows, batch);
        for (int i = 0; i < rows.Length / BenchmarkForest.Features / batch; i++)
        {
            ours.Run();
            peer.Run();
            for (int j = 0; j < batch; j++)
            {
                if (!(MathF.Abs(ours.Output[j] - peer.Output[j]) <= Tolerance * MathF.Max(1f, MathF.Abs(peer.Output[j]))))
                {
                    throw new InvalidOperationException($"Ours and {peer.Name} differ on '{name}': {ours.Output[j]} and {peer.Output[j]}. The comparison would mean nothing.");
                }
            }
        }

        return new Comparison
        {
            Name = $"{name}, {batch} {(batch == 1 ? "row" : "rows")}, against {peer.Name}",
            Ours = Contender.Of("ForestScorer", ours.Run),
            Peer = Contender.Of(peer.Name, peer.Run),
            Clock = SampleClock.Cpu,
        };
    }
}
