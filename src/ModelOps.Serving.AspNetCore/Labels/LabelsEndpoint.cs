using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Labels;

/// <summary>Takes labels and answers what became of them.</summary>
internal sealed class LabelsEndpoint(IGroundTruth truth, RequestBodies bodies)
{
    private static readonly LabelOutcome[] Outcomes = Enum.GetValues<LabelOutcome>();

    public async Task PostAsync(HttpContext context)
    {
        string model = ModelReference.ToModel((string)context.Request.RouteValues["model"]!).Name;
        IReadOnlyList<SentLabel> labels = await bodies.ReadAsync(context, LabelsRequestReader.Read).ConfigureAwait(false);
        var counts = new int[Outcomes.Length];
        foreach (SentLabel label in labels) { counts[(int)truth.AddLabel(model, label.Id, label.Label, label.Version)]++; }
        await JsonAnswer.WriteAsync(context.Response, json => Write(json, counts), context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, int[] counts)
    {
        json.WriteStartObject();
        foreach (LabelOutcome outcome in Outcomes) { json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{outcome}"), counts[(int)outcome]); }
        json.WriteEndObject();
    }
}
