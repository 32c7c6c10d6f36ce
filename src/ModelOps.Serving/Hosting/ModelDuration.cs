using System.Runtime.InteropServices;

namespace ModelOps.Serving;

/// <summary>How often something was done and how long it took in all.</summary>
/// <param name="Count">How often.</param>
/// <param name="Total">Time of all together.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModelDuration(long Count, TimeSpan Total);
