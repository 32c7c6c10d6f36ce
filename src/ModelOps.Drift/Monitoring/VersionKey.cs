using System.Runtime.InteropServices;

namespace ModelOps.Drift.Monitoring;

/// <summary>A served version.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VersionKey(string Model, string Version);
