namespace ModelOps.Serving.Diagnostics;

/// <summary>Names of spans, kept for the models called of late: a call that no sampler takes allocates nothing. Thread-safe.</summary>
/// <param name="prefix">What comes before the model's name.</param>
internal sealed class SpanNames(string prefix)
{
    public const int Slots = 256; // a bound, since callers may name many models that are not there

    private readonly string?[] _names = new string?[Slots];

    public string Of(string model)
    {
        ref string? slot = ref _names[(uint)string.GetHashCode(model, StringComparison.Ordinal) % Slots];
        string? kept = Volatile.Read(ref slot);
        if (kept is not null && kept.Length == prefix.Length + model.Length && kept.EndsWith(model, StringComparison.Ordinal)) { return kept; }
        string name = prefix + model;
        Volatile.Write(ref slot, name);
        return name;
    }
}
