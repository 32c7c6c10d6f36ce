using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A forest that ML.NET trained: 100 trees of 31 leaves.</summary>
internal sealed class MLNetTrainedForest
{
    public const int Trees = 100;
    public const int Leaves = 31;

    public MLNetTrainedForest(float[] rows)
    {
        float[] learned = rows[..(TrainedLabels.Rows * BenchmarkForest.Features)];
        Model = Context.Regression.Trainers
            .FastTree(new FastTreeRegressionTrainer.Options { NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves })
            .Fit(Data(learned, TrainedLabels.Of(learned)));
    }

    public MLContext Context { get; } = new(seed: 1);

    public ITransformer Model { get; }

    /// <summary>Rows as objects, each once.</summary>
    public static MLNetRow[] Split(float[] rows) =>
        [.. rows.Chunk(BenchmarkForest.Features).Select(static features => new MLNetRow { Features = features })];

    private IDataView Data(float[] rows, float[] labels) =>
        Context.Data.LoadFromEnumerable(Split(rows).Zip(labels, static (row, label) => new MLNetRow { Features = row.Features, Label = label }).ToArray());
}
