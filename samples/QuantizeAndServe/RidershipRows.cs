using DemandForecasting.Data;

namespace QuantizeAndServe;

/// <summary>The data set as rows of features, known 14 days ahead, and the entries to predict.</summary>
/// <param name="Features">Row-major, <see cref="Columns"/> a row.</param>
/// <param name="Targets">Thousands of entries of the day.</param>
internal sealed record RidershipRows(float[] Features, float[] Targets)
{
    private const int Horizon = 14;
    private static readonly int[] Lags = [Horizon, 21, 28, 35];

    public static int Columns { get; } = 7 + 2 + Lags.Length + 2 + RidershipDay.Names.Count;

    public int Count => Targets.Length;

    public static RidershipRows From(IReadOnlyList<RidershipDay> days)
    {
        int first = Lags[^1];
        List<float> features = [], targets = [];
        for (int i = first; i < days.Count; i++)
        {
            RidershipDay day = days[i];
            for (int weekday = 0; weekday < 7; weekday++) { features.Add((int)day.Date.DayOfWeek == weekday ? 1 : 0); }
            double angle = 2 * Math.PI * day.Date.DayOfYear / 365.25;
            features.Add((float)Math.Sin(angle));
            features.Add((float)Math.Cos(angle));
            foreach (int lag in Lags) { features.Add(days[i - lag].Ridership); }
            features.Add(day.QuincyWells14DaysBefore);
            features.Add(day.MerchandiseMart14DaysBefore);
            features.AddRange(day.Conditions);
            targets.Add(day.Ridership);
        }

        return new([.. features], [.. targets]);
    }

    public RidershipRows Slice(Range rows)
    {
        (int start, int length) = rows.GetOffsetAndLength(Count);
        return new(Features[(start * Columns)..((start + length) * Columns)], Targets[start..(start + length)]);
    }
}
