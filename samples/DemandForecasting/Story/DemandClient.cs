using DemandForecasting.Features;
using ModelOps;

namespace DemandForecasting.Story;

/// <summary>Forecasts days through the in-process client: one call a day, as a service gets them.</summary>
internal sealed class DemandClient(IInferenceClient client)
{
    /// <param name="model">For example <c>demand</c>, <c>demand@candidate</c> or <c>demand:1.0.0</c>.</param>
    /// <param name="rows">Days to forecast.</param>
    /// <param name="cancellationToken">Ends the calls early.</param>
    /// <returns>A forecast and the version that made it, for each day.</returns>
    public async Task<IReadOnlyList<DemandForecast>> ForecastAsync(
        string model, IReadOnlyList<DemandRow> rows, CancellationToken cancellationToken)
    {
        using InferenceRequest request = new(ModelReference.Parse(model));
        using InferenceResponse response = new();
        List<DemandForecast> forecasts = new(rows.Count);
        foreach (DemandRow row in rows)
        {
            request.Reset(request.Model); // one request and one response serve all calls, so the calls allocate nothing
            row.Features.CopyTo(request.Inputs.Add("features", TensorDataType.Float32, [1, row.Features.Length]).AsSpan<float>());
            request.Context.RoutingKey = row.Date.ToString("O"); // a day always gets the same variant
            await client.InferAsync(request, response, cancellationToken);
            forecasts.Add(new DemandForecast(response.Outputs["score"].AsSpan<float>()[0], response.ModelVersion));
        }

        return forecasts;
    }
}
