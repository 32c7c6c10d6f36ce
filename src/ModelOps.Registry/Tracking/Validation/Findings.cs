using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Tracking.Validation;

/// <summary>Collects all that is wrong with a request.</summary>
internal sealed class Findings
{
    private readonly List<string> _errors = [];

    public void Add(string error) => _errors.Add(error);

    /// <summary>A text that must be there.</summary>
    public Findings Name(string what, string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text)) { _errors.Add($"{what} is empty; it must have 1 to {maxLength} characters."); }
        else { Text(what, text, maxLength); }
        return this;
    }

    /// <summary>A text that may be missing or empty.</summary>
    public Findings Text(string what, string? text, int maxLength)
    {
        if (TextRules.Check(what, text, maxLength) is { } error) { _errors.Add(error); }
        return this;
    }

    public Findings Count(string what, int count, int max)
    {
        if (count > max) { _errors.Add($"{what} has {count} entries; at most {max} are allowed."); }
        return this;
    }

    public Findings Range(string what, long value, long min, long max)
    {
        if (value < min || value > max) { _errors.Add($"{what} is {value}; it must be {min} to {max}."); }
        return this;
    }

    public Findings Tags(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
        {
            _errors.Add("Tags is null; leave it empty instead.");
            return this;
        }

        Count("Tags", tags.Count, TrackingLimits.MaxBatchTags);
        foreach ((string key, string value) in tags.Take(TrackingLimits.MaxBatchTags)) { Entry("tag", key, value, TrackingLimits.MaxTagLength); }
        return this;
    }

    public Findings Params(IReadOnlyList<RunParam>? parameters)
    {
        if (parameters is null)
        {
            _errors.Add("Params is null; leave it empty instead.");
            return this;
        }

        Count("Params", parameters.Count, TrackingLimits.MaxBatchParams);
        foreach (RunParam entry in parameters.Take(TrackingLimits.MaxBatchParams)) { Entry("parameter", entry.Key, entry.Value, TrackingLimits.MaxParamLength); }
        return this;
    }

    public Findings Entry(string what, string? key, string? value, int maxLength)
    {
        Name($"The key of a {what}", key, TrackingLimits.MaxKeyLength);
        if (value is null) { _errors.Add($"The value of {what} '{key}' is null; use an empty text instead."); }
        else { Text($"The value of {what} '{key}'", value, maxLength); }
        return this;
    }

    /// <exception cref="TrackingRequestException">Something is wrong.</exception>
    public void Throw()
    {
        if (_errors.Count > 0) { throw new TrackingRequestException(string.Join(" ", _errors)); }
    }
}
