using System.Runtime.InteropServices;

namespace ModelOps.Serving.AspNetCore.Labels;

/// <summary>A label as it was sent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SentLabel(string Id, double Label, string? Version);
