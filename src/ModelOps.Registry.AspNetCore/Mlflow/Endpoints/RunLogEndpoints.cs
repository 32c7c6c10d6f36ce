using System.Text.Json;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>What is logged to a run.</summary>
internal sealed class RunLogEndpoints(ITrackingStore store, LongValues values)
{
    private const string ModelHistoryTag = "mlflow.log-model.history";

    public void Map(MlflowRoutes routes)
    {
        routes.Post("runs/log-metric", LogMetricAsync);
        routes.Post("runs/log-parameter", LogParameterAsync);
        routes.Post("runs/set-tag", SetTagAsync);
        routes.Post("runs/delete-tag", DeleteTagAsync);
        routes.Post("runs/log-batch", LogBatchAsync);
        routes.Post("runs/log-inputs", LogInputsAsync);
        routes.Post("runs/outputs", LogOutputsAsync);
        routes.Post("runs/log-model", LogModelAsync);
    }

    private Task LogMetricAsync(MlflowCall call) => LogAsync(call, new RunBatch { RunId = call.Fields.RunId(), Metrics = [call.Fields.Metric()] });

    private Task LogParameterAsync(MlflowCall call) => LogAsync(call, new RunBatch { RunId = call.Fields.RunId(), Params = [values.Param(call.Fields)] });

    private Task SetTagAsync(MlflowCall call) => LogAsync(call, new RunBatch { RunId = call.Fields.RunId(), Tags = [values.Tag(call.Fields)] });

    private Task LogBatchAsync(MlflowCall call) => LogAsync(call, new RunBatch
    {
        RunId = call.Fields.RunId(),
        Metrics = [.. call.Fields.Objects("metrics").Select(static m => m.Metric())],
        Params = values.Params(call.Fields),
        Tags = [.. call.Fields.Objects("tags").Select(values.Tag)],
    });

    private async Task DeleteTagAsync(MlflowCall call)
    {
        (string run, string key) = (call.Fields.RunId(), call.Fields.Required("key"));
        if (!await store.DeleteRunTagAsync(run, key, call.Cancellation).ConfigureAwait(false))
        {
            throw MlflowRefusedException.Missing($"No tag with name: {key} in run with id {run}");
        }

        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task LogInputsAsync(MlflowCall call)
    {
        RunInputs inputs = new()
        {
            RunId = call.Fields.RunId(),
            Datasets = [.. call.Fields.Objects("datasets").Select(ReadDataset)],
            Models = [.. call.Fields.Objects("models").Select(static m => m.Required("model_id"))],
        };
        await store.LogInputsAsync(inputs, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task LogOutputsAsync(MlflowCall call)
    {
        RunModelOutput[] outputs = [.. call.Fields.Objects("models").Select(static m => new RunModelOutput(m.Required("model_id"), m.Whole("step") ?? 0))];
        await store.LogOutputsAsync(call.Fields.RunId(), outputs, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    /// <summary>How clients before MLflow 3 tell of a model: its description joins a list that a tag of the run holds.</summary>
    private async Task LogModelAsync(MlflowCall call)
    {
        TrackingRun run = await store.GetRunAsync(call.Fields.RunId(), call.Cancellation).ConfigureAwait(false);
        JsonElement model = ParseModel(call.Fields.Required("model_json"));
        List<string> history = [.. JsonTexts.ReadList(run.Tags.GetValueOrDefault(ModelHistoryTag)), model.GetRawText()];
        while (history.Count > 0 && history.Sum(static m => m.Length + 2) > TrackingLimits.MaxTagLength) { history.RemoveAt(0); } // the newest that fit
        await LogAsync(call, new RunBatch { RunId = run.Id, Tags = [new RunTag(ModelHistoryTag, JsonTexts.WriteList(history))] }).ConfigureAwait(false);
    }

    private static JsonElement ParseModel(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement model = document.RootElement.Clone();
            return model.ValueKind == JsonValueKind.Object && model.TryGetProperty("flavors", out _) ? model : throw MlflowFields.Wrong("model_json", "an MLmodel document in JSON, with its flavors");
        }
        catch (JsonException error)
        {
            throw MlflowRefusedException.Invalid("Malformed model info: 'model_json' is not valid JSON.", error);
        }
    }

    private async Task LogAsync(MlflowCall call, RunBatch batch)
    {
        await store.LogBatchAsync(batch, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private static DatasetInput ReadDataset(MlflowFields input)
    {
        MlflowFields dataset = input.Object("dataset") ?? throw MlflowRefusedException.Invalid("Missing value for required parameter 'dataset'.");
        return new DatasetInput(new Dataset
        {
            Name = dataset.Required("name"),
            Digest = dataset.Required("digest"),
            SourceType = dataset.Text("source_type") ?? string.Empty,
            Source = dataset.Text("source") ?? string.Empty,
            Schema = dataset.Text("schema"),
            Profile = dataset.Text("profile"),
        })
        {
            Tags = input.Pairs("tags"),
        };
    }
}
