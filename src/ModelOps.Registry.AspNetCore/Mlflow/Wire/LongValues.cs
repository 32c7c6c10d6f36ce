using Microsoft.Extensions.Logging;
using ModelOps.Registry.AspNetCore.Diagnostics;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Parameters and tags of a request, their values cut to what the store takes: clients send what they have and expect no error.</summary>
internal sealed class LongValues(bool cut, ILogger logger)
{
    public RunParam[] Params(MlflowFields fields, string name = "params") => [.. fields.Objects(name).Select(Param)];

    public RunParam Param(MlflowFields fields)
    {
        string key = fields.Required("key");
        return new RunParam(key, Cut("parameter", key, fields.Text("value") ?? string.Empty, TrackingLimits.MaxParamLength));
    }

    public RunTag Tag(MlflowFields fields)
    {
        string key = fields.Required("key");
        return new RunTag(key, Cut("tag", key, fields.Text("value") ?? string.Empty, TrackingLimits.MaxTagLength));
    }

    public Dictionary<string, string> Tags(MlflowFields fields)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (RunTag tag in fields.Objects("tags").Select(Tag)) { tags[tag.Key] = tag.Value; }
        return tags;
    }

    private string Cut(string what, string key, string value, int limit)
    {
        if (!cut || value.Length <= limit) { return value; }
        logger.ValueCut(what, key, value.Length, limit);
        return value[..(char.IsHighSurrogate(value[limit - 1]) ? limit - 1 : limit)];
    }
}
