using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Logged models, as the API writes them.</summary>
internal static class LoggedModelJson
{
    public static void Write(Utf8JsonWriter writer, LoggedModel model)
    {
        writer.WriteStartObject("info"u8);
        writer.WriteString("model_id"u8, model.Id);
        writer.WriteString("experiment_id"u8, model.ExperimentId);
        writer.WriteString("name"u8, model.Name);
        writer.WriteTime("creation_timestamp_ms"u8, model.CreatedAt);
        writer.WriteTime("last_updated_timestamp_ms"u8, model.UpdatedAt);
        writer.WriteString("artifact_uri"u8, model.ArtifactUri);
        writer.WriteString("status"u8, MlflowNames.Of(model.Status));
        writer.WriteString("model_type"u8, model.ModelType);
        writer.WriteIfAny("source_run_id"u8, model.SourceRunId);
        writer.WriteIfAny("status_message"u8, model.StatusMessage);
        writer.WritePairs("tags"u8, model.Tags);
        writer.WriteEndObject();
        writer.WriteStartObject("data"u8);
        writer.WritePairs("params"u8, model.Params);
        writer.WriteList("metrics"u8, model.Metrics, (w, point) =>
        {
            RunJson.WriteMetric(w, point.Metric.ModelId is null ? point.Metric with { ModelId = model.Id } : point.Metric);
            w.WriteString("run_id"u8, point.RunId);
        });
        writer.WriteEndObject();
    }
}
