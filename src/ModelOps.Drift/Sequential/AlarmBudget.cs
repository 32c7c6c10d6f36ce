using System.Runtime.InteropServices;

namespace ModelOps.Drift.Sequential;

/// <summary>How many false alarms a week are acceptable, over all features together.</summary>
/// <param name="AlarmsPerWeek">Expected false alarms a week, above 0.</param>
/// <param name="LookInterval">Time between looks, above 0.</param>
/// <param name="Features">Features watched, at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AlarmBudget(double AlarmsPerWeek, TimeSpan LookInterval, int Features)
{
    /// <summary>Looks that must be expected between false alarms of one feature so that all together stay within the budget: the threshold of each
    /// <see cref="SequentialDriftDetector"/>.</summary>
    /// <exception cref="InvalidOperationException">A part of the budget is out of its range.</exception>
    public double Threshold => AlarmsPerWeek > 0 && double.IsFinite(AlarmsPerWeek) && LookInterval > TimeSpan.Zero && Features >= 1
        ? Math.Max(2, Features * (TimeSpan.FromDays(7) / LookInterval) / AlarmsPerWeek)
        : throw new InvalidOperationException(
            $"The budget of {AlarmsPerWeek} alarms a week over {Features} features, looking every {LookInterval}, is none. All three must be above 0.");

    /// <summary>The e-value that one of the features must reach for an alarm, when all are tested from the start of a period for its length:
    /// then the expected false alarms of the period are at most <paramref name="alarms"/> (Ville's inequality, summed).</summary>
    /// <param name="alarms">Expected false alarms of the period, above 0.</param>
    /// <param name="features">Features tested, at least 1.</param>
    /// <returns>The e-value, at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double EValueThreshold(double alarms, int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alarms);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        return Math.Max(1, features / alarms);
    }
}
