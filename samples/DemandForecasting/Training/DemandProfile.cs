using DemandForecasting.Features;
using ModelOps.Drift.Profiles;

namespace DemandForecasting.Training;

/// <summary>Distributions of the features over some days.</summary>
internal static class DemandProfile
{
    /// <summary>The reference that is stored with a model: its training days.</summary>
    public static DatasetProfile Of(IReadOnlyList<DemandRow> rows) => Add(new DatasetProfileBuilder(), rows);

    /// <summary>Current days, counted over the bins of the reference.</summary>
    public static DatasetProfile Of(IReadOnlyList<DemandRow> rows, DatasetProfile reference) => Add(new DatasetProfileBuilder(reference), rows);

    private static DatasetProfile Add(DatasetProfileBuilder builder, IReadOnlyList<DemandRow> rows)
    {
        for (int column = 0; column < DemandFeatures.Names.Count; column++)
        {
            builder.AddNumeric(DemandFeatures.Names[column], rows.Select(row => row.Features[column]).ToArray());
        }

        return builder.Build();
    }
}
