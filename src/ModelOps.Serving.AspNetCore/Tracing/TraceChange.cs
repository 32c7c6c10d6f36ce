using System.Runtime.InteropServices;

namespace ModelOps.Serving.AspNetCore.Tracing;

/// <summary>A change of settings: each part is left as it is, or set to a value or to null, which is what holds for all.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct TraceChange
{
    public (bool? Value, bool IsSet) IsOn { get; set; }

    public (int? Value, bool IsSet) Rate { get; set; }

    public (long? Value, bool IsSet) Count { get; set; }

    public readonly TraceSetting Apply(TraceSetting before) => new(
        IsOn.IsSet ? IsOn.Value : before.IsOn,
        Rate.IsSet ? Rate.Value : before.Rate,
        Count.IsSet ? Count.Value : before.Count);
}
