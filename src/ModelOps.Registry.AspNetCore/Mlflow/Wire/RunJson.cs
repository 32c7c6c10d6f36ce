using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Runs and experiments, as the API writes them.</summary>
internal static class RunJson
{
    public static void WriteExperiment(Utf8JsonWriter writer, Experiment experiment)
    {
        writer.WriteString("experiment_id"u8, experiment.Id);
        writer.WriteString("name"u8, experiment.Name);
        writer.WriteString("artifact_location"u8, experiment.ArtifactLocation);
        writer.WriteString("lifecycle_stage"u8, MlflowNames.Of(experiment.Stage));
        writer.WriteTime("last_update_time"u8, experiment.UpdatedAt);
        writer.WriteTime("creation_time"u8, experiment.CreatedAt);
        writer.WritePairs("tags"u8, experiment.Tags);
    }

    public static void WriteRun(Utf8JsonWriter writer, TrackingRun run)
    {
        writer.WriteStartObject("info"u8);
        WriteInfo(writer, run);
        writer.WriteEndObject();
        writer.WriteStartObject("data"u8);
        writer.WriteList("metrics"u8, run.Metrics, WriteMetric);
        writer.WritePairs("params"u8, run.Params);
        writer.WritePairs("tags"u8, run.Tags);
        writer.WriteEndObject();
        writer.WriteStartObject("inputs"u8);
        writer.WriteList("dataset_inputs"u8, run.Datasets, WriteDataset);
        writer.WriteList("model_inputs"u8, run.ModelInputs, static (w, id) => w.WriteString("model_id"u8, id));
        writer.WriteEndObject();
        writer.WriteStartObject("outputs"u8);
        writer.WriteList("model_outputs"u8, run.ModelOutputs, static (w, output) =>
        {
            w.WriteString("model_id"u8, output.ModelId);
            w.WriteNumber("step"u8, output.Step);
        });
        writer.WriteEndObject();
    }

    public static void WriteInfo(Utf8JsonWriter writer, TrackingRun run)
    {
        writer.WriteString("run_id"u8, run.Id);
        writer.WriteString("run_uuid"u8, run.Id);
        writer.WriteString("run_name"u8, run.Name);
        writer.WriteString("experiment_id"u8, run.ExperimentId);
        writer.WriteString("user_id"u8, run.UserId);
        writer.WriteString("status"u8, MlflowNames.Of(run.Status));
        writer.WriteTime("start_time"u8, run.StartTime);
        writer.WriteTime("end_time"u8, run.EndTime);
        writer.WriteString("artifact_uri"u8, run.ArtifactUri);
        writer.WriteString("lifecycle_stage"u8, MlflowNames.Of(run.Stage));
    }

    public static void WriteMetric(Utf8JsonWriter writer, RunMetric metric)
    {
        writer.WriteString("key"u8, metric.Key);
        writer.WriteMeasure("value"u8, metric.Value);
        writer.WriteTime("timestamp"u8, metric.Timestamp);
        writer.WriteNumber("step"u8, metric.Step);
        writer.WriteIfAny("model_id"u8, metric.ModelId);
        writer.WriteIfAny("dataset_name"u8, metric.DatasetName);
        writer.WriteIfAny("dataset_digest"u8, metric.DatasetDigest);
    }

    private static void WriteDataset(Utf8JsonWriter writer, DatasetInput input)
    {
        writer.WritePairs("tags"u8, input.Tags);
        writer.WriteStartObject("dataset"u8);
        writer.WriteString("name"u8, input.Dataset.Name);
        writer.WriteString("digest"u8, input.Dataset.Digest);
        writer.WriteString("source_type"u8, input.Dataset.SourceType);
        writer.WriteString("source"u8, input.Dataset.Source);
        writer.WriteIfAny("schema"u8, input.Dataset.Schema);
        writer.WriteIfAny("profile"u8, input.Dataset.Profile);
        writer.WriteEndObject();
    }
}
