namespace DemandForecasting.Story;

/// <summary>One answer.</summary>
/// <param name="Ridership">Entries forecast, in thousands.</param>
/// <param name="Version">Version of the model that answered.</param>
internal sealed record DemandForecast(float Ridership, string Version);
