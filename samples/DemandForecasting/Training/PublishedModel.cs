using ModelOps;
using ModelOps.Serving.MLNet;

namespace DemandForecasting.Training;

/// <summary>A registered model and what was found while making it.</summary>
/// <param name="Version">The version in the registry.</param>
/// <param name="HoldOutForecast">ML.NET's own forecasts of the hold-out.</param>
/// <param name="Accuracy">How far they were off.</param>
/// <param name="Parity">How far the exported model's answers are from ML.NET's.</param>
internal sealed record PublishedModel(ModelVersion Version, float[] HoldOutForecast, ForecastAccuracy Accuracy, OnnxParityReport Parity);
