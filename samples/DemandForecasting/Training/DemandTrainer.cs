using DemandForecasting.Features;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace DemandForecasting.Training;

/// <summary>Trains gradient-boosted trees with ML.NET's LightGBM. The same rows and settings give the same model.</summary>
internal sealed class DemandTrainer
{
    private readonly MLContext _context = new(seed: 1);

    public MLContext Context => _context;

    /// <summary>Settings of the trainer; they are registered with the version.</summary>
    public static LightGbmRegressionTrainer.Options Settings(int trees) => new()
    {
        NumberOfIterations = trees,
        NumberOfLeaves = 24,
        LearningRate = 0.05,
        MinimumExampleCountPerLeaf = 10,
        NumberOfThreads = 1, // more threads are slower on so few rows, and change the last digits
        Seed = 1,
        LabelColumnName = nameof(DemandRow.Label),
        FeatureColumnName = nameof(DemandRow.Features),
        Booster = new GradientBooster.Options { FeatureFraction = 0.8, SubsampleFraction = 0.8, SubsampleFrequency = 1, L2Regularization = 1 },
    };

    public ITransformer Train(IReadOnlyList<DemandRow> rows, int trees) => _context.Regression.Trainers.LightGbm(Settings(trees)).Fit(ToDataView(rows));

    /// <summary>Forecasts of ML.NET itself, to compare with those of the exported model.</summary>
    public float[] Predict(ITransformer model, IReadOnlyList<DemandRow> rows) =>
        [.. model.Transform(ToDataView(rows)).GetColumn<float>("Score")];

    public IDataView ToDataView(IReadOnlyList<DemandRow> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, DemandFeatures.Names.Count);
        return _context.Data.LoadFromEnumerable(rows.Select(static row => new TrainingRow { Features = row.Features, Label = row.Label }), schema);
    }

    private sealed class TrainingRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
