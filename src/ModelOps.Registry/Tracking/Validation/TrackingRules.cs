using System.Buffers;

namespace ModelOps.Registry.Tracking.Validation;

/// <summary>What requests to a tracking store must be.</summary>
internal static class TrackingRules
{
    private static readonly SearchValues<char> ForbiddenInModelNames = SearchValues.Create("/:.%\"'");

    public static void Check(ExperimentCreation creation)
    {
        ArgumentNullException.ThrowIfNull(creation);
        new Findings()
            .Name("The name of the experiment", creation.Name, TrackingLimits.MaxNameLength)
            .Text("The artifact location", creation.ArtifactLocation, TrackingLimits.MaxUriLength)
            .Tags(creation.Tags)
            .Throw();
    }

    public static void Check(RunCreation creation)
    {
        ArgumentNullException.ThrowIfNull(creation);
        Findings findings = new Findings()
            .Text("The name of the run", creation.Name, TrackingLimits.MaxNameLength)
            .Text("The user", creation.UserId, TrackingLimits.MaxTokenLength)
            .Text("The idempotency key", creation.IdempotencyKey, TrackingLimits.MaxTokenLength)
            .Tags(creation.Tags);
        string? tag = creation.Tags?.GetValueOrDefault(TrackingNames.RunNameTag);
        if (!string.IsNullOrEmpty(creation.Name) && tag is not null && tag != creation.Name)
        {
            findings.Add($"The name of the run and its tag '{TrackingNames.RunNameTag}' differ; give one of them, or the same text in both.");
        }

        findings.Throw();
    }

    public static void Check(RunBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Findings findings = new();
        int count = batch.Metrics.Count + batch.Params.Count + batch.Tags.Count;
        findings
            .Count("The batch", count, TrackingLimits.MaxBatchEntities)
            .Count("Metrics", batch.Metrics.Count, TrackingLimits.MaxBatchMetrics)
            .Count("Tags", batch.Tags.Count, TrackingLimits.MaxBatchTags)
            .Params(batch.Params);
        if (count <= TrackingLimits.MaxBatchEntities)
        {
            foreach (RunMetric metric in batch.Metrics) { Check(metric, findings); }
            foreach (RunTag tag in batch.Tags) { findings.Entry("tag", tag.Key, tag.Value, TrackingLimits.MaxTagLength); }
        }

        findings.Throw();
        CheckTwice(batch.RunId, batch.Params);
    }

    public static void Check(LoggedModelCreation creation)
    {
        ArgumentNullException.ThrowIfNull(creation);
        Findings findings = new Findings()
            .Text("The name of the logged model", creation.Name, TrackingLimits.MaxNameLength)
            .Text("The model type", creation.ModelType, TrackingLimits.MaxTokenLength)
            .Text("The source run", creation.SourceRunId, TrackingLimits.MaxTokenLength)
            .Tags(creation.Tags)
            .Params(creation.Params);
        if (creation.Name is { } name && name.AsSpan().ContainsAny(ForbiddenInModelNames))
        {
            findings.Add("The name of the logged model has one of / : . % \" ', which it must not.");
        }

        findings.Throw();
        CheckTwice(creation.Name ?? "the logged model", creation.Params);
    }

    public static void Check(RunInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Findings findings = new Findings()
            .Count("Datasets", inputs.Datasets.Count, TrackingLimits.MaxInputs)
            .Count("Models", inputs.Models.Count, TrackingLimits.MaxInputs);
        foreach (DatasetInput input in inputs.Datasets.Take(TrackingLimits.MaxInputs))
        {
            Dataset dataset = input.Dataset;
            findings
                .Name("The name of a dataset", dataset.Name, TrackingLimits.MaxDatasetNameLength)
                .Name("The digest of a dataset", dataset.Digest, TrackingLimits.MaxDatasetDigestLength)
                .Text("The source type of a dataset", dataset.SourceType, TrackingLimits.MaxTokenLength)
                .Text("The source of a dataset", dataset.Source, TrackingLimits.MaxDatasetTextLength)
                .Text("The schema of a dataset", dataset.Schema, TrackingLimits.MaxDatasetTextLength)
                .Text("The profile of a dataset", dataset.Profile, TrackingLimits.MaxDatasetProfileLength)
                .Tags(input.Tags);
        }

        foreach (string model in inputs.Models.Take(TrackingLimits.MaxInputs)) { findings.Name("A model", model, TrackingLimits.MaxTokenLength); }
        findings.Throw();
    }

    public static void Check(IReadOnlyList<RunModelOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Findings findings = new Findings().Count("Outputs", outputs.Count, TrackingLimits.MaxInputs);
        foreach (RunModelOutput output in outputs.Take(TrackingLimits.MaxInputs)) { findings.Name("A model", output.ModelId, TrackingLimits.MaxTokenLength); }
        findings.Throw();
    }

    /// <exception cref="ParamConflictException">One comes twice with different values.</exception>
    public static void CheckTwice(string owner, IReadOnlyList<RunParam> parameters)
    {
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        foreach (RunParam entry in parameters)
        {
            if (!seen.TryAdd(entry.Key, entry.Value) && seen[entry.Key] != entry.Value) { throw new ParamConflictException(owner, entry.Key); }
        }
    }

    public static void CheckIds(string what, IReadOnlyList<string> ids, int max)
    {
        ArgumentNullException.ThrowIfNull(ids);
        new Findings().Count(what, ids.Count, max).Throw();
    }

    private static void Check(RunMetric metric, Findings findings) => findings
        .Name("The key of a metric", metric.Key, TrackingLimits.MaxKeyLength)
        .Text("The model of a metric", metric.ModelId, TrackingLimits.MaxTokenLength)
        .Text("The dataset of a metric", metric.DatasetName, TrackingLimits.MaxDatasetNameLength)
        .Text("The digest of the dataset of a metric", metric.DatasetDigest, TrackingLimits.MaxDatasetDigestLength);
}
