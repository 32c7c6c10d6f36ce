using System.Net.Http.Json;
using System.Text.Json;
using DemandForecasting.Features;

namespace DemandForecasting.Story;

/// <summary>Forecasts over HTTP with nothing but the protocol, as a client in any language would.</summary>
internal sealed class OpenInferenceCaller(HttpClient http)
{
    public async Task<IReadOnlyList<DemandForecast>> ForecastAsync(
        string model, IReadOnlyList<DemandRow> rows, CancellationToken cancellationToken)
    {
        object body = new
        {
            inputs = new[]
            {
                new
                {
                    name = "features",
                    datatype = "FP32",
                    shape = new[] { rows.Count, DemandFeatures.Names.Count },
                    data = rows.SelectMany(static row => row.Features),
                },
            },
        };
        using HttpResponseMessage response = await http.PostAsJsonAsync($"v2/models/{model}/infer", body, cancellationToken);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The server answered {(int)response.StatusCode}: {answer.RootElement.GetProperty("error").GetString()}");
        }

        string version = answer.RootElement.GetProperty("model_version").GetString()!;
        return [.. answer.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => new DemandForecast(value.GetSingle(), version))];
    }
}
