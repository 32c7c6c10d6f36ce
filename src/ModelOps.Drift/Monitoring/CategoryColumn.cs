using System.Runtime.InteropServices;

namespace ModelOps.Drift.Monitoring;

/// <summary>A column of a tensor that is a categorical feature.</summary>
/// <param name="Column">Its place in a row of the tensor.</param>
/// <param name="Feature">The feature's place in <see cref="Profiles.ProfileAccumulator.CategoricalFeatures"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CategoryColumn(int Column, int Feature);
