using System.Globalization;
using DemandForecasting.Features;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using ModelOps;
using ModelOps.Drift.Profiles;
using ModelOps.Serving.MLNet;

namespace DemandForecasting.Training;

/// <summary>Trains a model, exports it to ONNX, proves that both answer alike, and registers it with its metrics and its reference profile.</summary>
internal sealed class ModelPublisher(IModelRegistry registry)
{
    /// <summary>Name of the model in the registry.</summary>
    public const string ModelName = "demand";

    private readonly DemandTrainer _trainer = new();

    /// <param name="version">Version to register.</param>
    /// <param name="periods">Days to learn from and to judge by.</param>
    /// <param name="trees">Size of the ensemble.</param>
    /// <param name="cancellationToken">Ends the work early; nothing is registered then.</param>
    /// <exception cref="InvalidOperationException">The exported model does not answer as ML.NET's does.</exception>
    public async Task<PublishedModel> PublishAsync(SemanticVersion version, DemandPeriods periods, int trees, CancellationToken cancellationToken)
    {
        ITransformer model = _trainer.Train(periods.Training, trees);
        float[] forecast = _trainer.Predict(model, periods.HoldOut);
        ForecastAccuracy accuracy = ForecastAccuracy.Of([.. periods.HoldOut.Select(row => row.Label)], forecast, periods.Scale);

        OnnxExportResult export = MLNetOnnxExport.Export(model);
        OnnxParityReport parity = MLNetOnnxParity.Compare(model, _trainer.ToDataView(periods.HoldOut), export, cancellationToken: cancellationToken);
        if (!parity.Passed)
        {
            throw new InvalidOperationException($"The exported model does not answer as ML.NET's does: {parity}.");
        }

        DatasetProfile reference = DemandProfile.Of(periods.Training);
        ModelVersion registered = await registry.RegisterAsync(
            new ModelRegistration
            {
                Model = ModelName,
                Version = version,
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", export.Model), reference.ToModelFile()],
                Signature = export.Signature,
                Metrics = new Dictionary<string, double> { ["mae"] = accuracy.Mae, ["smape"] = accuracy.Smape, ["mase"] = accuracy.Mase },
                Parameters = Parameters(periods, trees),
                Tags = new Dictionary<string, string> { ["trainer"] = "mlnet-lightgbm", ["dataset"] = "chicago-ridership" },
                Description = "Rail entries at Clark/Lake a week ahead, in thousands.",
            },
            cancellationToken);
        return new PublishedModel(registered, forecast, accuracy, parity);
    }

    private static Dictionary<string, string> Parameters(DemandPeriods periods, int trees)
    {
        LightGbmRegressionTrainer.Options settings = DemandTrainer.Settings(trees);
        return new Dictionary<string, string>
        {
            ["trees"] = settings.NumberOfIterations.ToString(CultureInfo.InvariantCulture),
            ["leaves"] = settings.NumberOfLeaves?.ToString(CultureInfo.InvariantCulture) ?? "default",
            ["learning_rate"] = settings.LearningRate?.ToString(CultureInfo.InvariantCulture) ?? "default",
            ["train_from"] = periods.Training[0].Date.ToString("O", CultureInfo.InvariantCulture),
            ["train_until"] = periods.Training[^1].Date.ToString("O", CultureInfo.InvariantCulture),
            ["features"] = string.Join(' ', DemandFeatures.Names),
        };
    }
}
