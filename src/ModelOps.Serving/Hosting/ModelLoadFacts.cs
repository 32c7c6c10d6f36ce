using System.Runtime.InteropServices;

namespace ModelOps.Serving;

/// <summary>How a version was loaded.</summary>
/// <param name="Fetch">Time to fetch its files.</param>
/// <param name="Load">Time to load them.</param>
/// <param name="WarmUp">Time to replay recorded calls and to warm up.</param>
/// <param name="GoldenCalls">Recorded calls that were answered as before.</param>
/// <param name="WarmUpSource">Where the warm-up requests came from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelLoadFacts(TimeSpan Fetch, TimeSpan Load, TimeSpan WarmUp, int GoldenCalls, string WarmUpSource);
