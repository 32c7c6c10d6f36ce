using System.Text.Json;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>What the server tells of experiments, runs and logged models.</summary>
internal static class TrackingWire
{
    private const string LoggedStatus = "LOGGED_MODEL_";

    public static Experiment Experiment(JsonElement e) => new()
    {
        Id = MlflowJson.Text(e, "experiment_id") ?? "",
        Name = MlflowJson.Text(e, "name") ?? "",
        ArtifactLocation = MlflowJson.Text(e, "artifact_location") ?? "",
        Stage = Stage(e),
        CreatedAt = MlflowJson.Time(e, "creation_time"),
        UpdatedAt = MlflowJson.OptionalTime(e, "last_update_time") ?? MlflowJson.Time(e, "creation_time"),
        Tags = MlflowJson.Pairs(e, "tags"),
    };

    public static TrackingRun Run(JsonElement run)
    {
        JsonElement info = MlflowJson.Find(run, "info") ?? default;
        JsonElement data = MlflowJson.Find(run, "data") ?? default;
        JsonElement inputs = MlflowJson.Find(run, "inputs") ?? default;
        JsonElement outputs = MlflowJson.Find(run, "outputs") ?? default;
        return new TrackingRun
        {
            Id = MlflowJson.Text(info, "run_id") ?? MlflowJson.Text(info, "run_uuid") ?? "",
            ExperimentId = MlflowJson.Text(info, "experiment_id") ?? "",
            Name = MlflowJson.Text(info, "run_name") ?? "",
            UserId = MlflowJson.Text(info, "user_id") ?? "",
            Status = Enum.TryParse(MlflowJson.Text(info, "status"), ignoreCase: true, out RunStatus status) ? status : RunStatus.Running,
            StartTime = MlflowJson.Time(info, "start_time"),
            EndTime = MlflowJson.OptionalTime(info, "end_time"),
            ArtifactUri = MlflowJson.Text(info, "artifact_uri") ?? "",
            Stage = Stage(info),
            Metrics = [.. MlflowJson.List(data, "metrics").Select(Metric).OrderBy(static m => m.Key, StringComparer.Ordinal)],
            Params = MlflowJson.Pairs(data, "params"),
            Tags = MlflowJson.Pairs(data, "tags"),
            Datasets = [.. MlflowJson.List(inputs, "dataset_inputs").Select(Dataset)],
            ModelInputs = [.. MlflowJson.List(inputs, "model_inputs").Select(static m => MlflowJson.Text(m, "model_id")).OfType<string>()],
            ModelOutputs = [.. MlflowJson.List(outputs, "model_outputs").Select(static m => new RunModelOutput(MlflowJson.Text(m, "model_id") ?? "", MlflowJson.Integer(m, "step") ?? 0))],
        };
    }

    public static RunMetric Metric(JsonElement metric) => new(
        MlflowJson.Text(metric, "key") ?? "", MlflowJson.Number(metric, "value"), MlflowJson.Time(metric, "timestamp"), MlflowJson.Integer(metric, "step") ?? 0)
    {
        ModelId = MlflowJson.Text(metric, "model_id"),
        DatasetName = MlflowJson.Text(metric, "dataset_name"),
        DatasetDigest = MlflowJson.Text(metric, "dataset_digest"),
    };

    public static LoggedModel LoggedModel(JsonElement model)
    {
        JsonElement info = MlflowJson.Find(model, "info") ?? default;
        JsonElement data = MlflowJson.Find(model, "data") ?? default;
        string? run = MlflowJson.Text(info, "source_run_id");
        string? message = MlflowJson.Text(info, "status_message");
        return new LoggedModel
        {
            Id = MlflowJson.Text(info, "model_id") ?? "",
            ExperimentId = MlflowJson.Text(info, "experiment_id") ?? "",
            Name = MlflowJson.Text(info, "name") ?? "",
            ModelType = MlflowJson.Text(info, "model_type") ?? "",
            SourceRunId = string.IsNullOrEmpty(run) ? null : run,
            Status = ReadStatus(MlflowJson.Text(info, "status")),
            StatusMessage = string.IsNullOrEmpty(message) ? null : message,
            ArtifactUri = MlflowJson.Text(info, "artifact_uri") ?? "",
            CreatedAt = MlflowJson.Time(info, "creation_timestamp_ms"),
            UpdatedAt = MlflowJson.OptionalTime(info, "last_updated_timestamp_ms") ?? MlflowJson.Time(info, "creation_timestamp_ms"),
            Tags = MlflowJson.Pairs(info, "tags"),
            Params = MlflowJson.Pairs(data, "params"),
            Metrics = [.. MlflowJson.List(data, "metrics").Select(static m => new LoggedModelMetric(MlflowJson.Text(m, "run_id") ?? "", Metric(m))).OrderBy(static m => m.Metric.Key, StringComparer.Ordinal)],
        };
    }

    public static string Write(LoggedModelStatus status) => LoggedStatus + status switch
    {
        LoggedModelStatus.Ready => "READY",
        LoggedModelStatus.UploadFailed => "UPLOAD_FAILED",
        _ => "PENDING",
    };

    public static string Write(LifecycleView view) => view switch
    {
        LifecycleView.ActiveOnly => "ACTIVE_ONLY",
        LifecycleView.DeletedOnly => "DELETED_ONLY",
        _ => "ALL",
    };

    public static void WriteMetric(Utf8JsonWriter writer, RunMetric metric)
    {
        writer.WriteString("key", metric.Key);
        MlflowJson.WriteNumber(writer, "value", metric.Value);
        writer.WriteNumber("timestamp", metric.Timestamp.ToUnixTimeMilliseconds());
        writer.WriteNumber("step", metric.Step);
        if (metric.ModelId is not null) { writer.WriteString("model_id", metric.ModelId); }
        if (metric.DatasetName is not null) { writer.WriteString("dataset_name", metric.DatasetName); }
        if (metric.DatasetDigest is not null) { writer.WriteString("dataset_digest", metric.DatasetDigest); }
    }

    public static void WriteDataset(Utf8JsonWriter writer, DatasetInput input)
    {
        writer.WriteStartObject();
        MlflowJson.WritePairs(writer, "tags", input.Tags);
        writer.WriteStartObject("dataset");
        writer.WriteString("name", input.Dataset.Name);
        writer.WriteString("digest", input.Dataset.Digest);
        writer.WriteString("source_type", input.Dataset.SourceType);
        writer.WriteString("source", input.Dataset.Source);
        if (input.Dataset.Schema is not null) { writer.WriteString("schema", input.Dataset.Schema); }
        if (input.Dataset.Profile is not null) { writer.WriteString("profile", input.Dataset.Profile); }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts) { writer.WriteStringValue(text); }
        writer.WriteEndArray();
    }

    private static DatasetInput Dataset(JsonElement input)
    {
        JsonElement dataset = MlflowJson.Find(input, "dataset") ?? default;
        return new DatasetInput(new Dataset
        {
            Name = MlflowJson.Text(dataset, "name") ?? "",
            Digest = MlflowJson.Text(dataset, "digest") ?? "",
            SourceType = MlflowJson.Text(dataset, "source_type") ?? "",
            Source = MlflowJson.Text(dataset, "source") ?? "",
            Schema = MlflowJson.Text(dataset, "schema"),
            Profile = MlflowJson.Text(dataset, "profile"),
        })
        {
            Tags = MlflowJson.Pairs(input, "tags"),
        };
    }

    private static LifecycleStage Stage(JsonElement element) => MlflowJson.Text(element, "lifecycle_stage") == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static LoggedModelStatus ReadStatus(string? status) => status switch
    {
        LoggedStatus + "READY" => LoggedModelStatus.Ready,
        LoggedStatus + "UPLOAD_FAILED" => LoggedModelStatus.UploadFailed,
        _ => LoggedModelStatus.Pending,
    };
}
