namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Fields that many calls about runs have in common.</summary>
internal static class TrackingFields
{
    /// <summary>Old clients say <c>run_uuid</c>; today's say both.</summary>
    public static string RunId(this MlflowFields fields) => fields.Text("run_id") is { Length: > 0 } id ? id : fields.Text("run_uuid") is { Length: > 0 } old ? old : fields.Required("run_id");

    public static int PageSize(this MlflowFields fields, int otherwise, int most)
    {
        long size = fields.Whole("max_results") ?? otherwise;
        return size >= 1 && size <= most ? (int)size : throw MlflowFields.Wrong("max_results", $"a number from 1 to {most}");
    }

    public static string? PageToken(this MlflowFields fields) => fields.Text("page_token") is { Length: > 0 } token ? token : null;

    public static DateTimeOffset? Time(this MlflowFields fields, string name) => fields.Whole(name) is { } milliseconds ? TimeOf(name, milliseconds) : null;

    public static RunMetric Metric(this MlflowFields fields) => new(
        fields.Required("key"), fields.RequiredNumber("value"), TimeOf("timestamp", fields.RequiredWhole("timestamp")), fields.Whole("step") ?? 0)
    {
        ModelId = fields.Text("model_id") is { Length: > 0 } model ? model : null,
        DatasetName = fields.Text("dataset_name") is { Length: > 0 } dataset ? dataset : null,
        DatasetDigest = fields.Text("dataset_digest") is { Length: > 0 } digest ? digest : null,
    };

    private static DateTimeOffset TimeOf(string name, long milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw MlflowFields.Wrong(name, "milliseconds since 1970, before the year 10000");
        }
    }
}
