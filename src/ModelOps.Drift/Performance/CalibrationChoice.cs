namespace ModelOps.Drift.Performance;

/// <summary>A calibrator that was kept only if it helps.</summary>
public sealed class CalibrationChoice
{
    /// <summary>Most hold-outs.</summary>
    private const int MaxFolds = 10;

    private CalibrationChoice(IScoreCalibrator calibrator, double errorBefore, double errorAfter)
    {
        Calibrator = calibrator;
        ErrorBefore = errorBefore;
        ErrorAfter = errorAfter;
    }

    /// <summary>The calibrator fitted to all rows; <see cref="IdentityCalibrator"/> where calibration did not help.</summary>
    public IScoreCalibrator Calibrator { get; }

    /// <summary>Expected calibration error of the scores as they are.</summary>
    public double ErrorBefore { get; }

    /// <summary>Expected calibration error of scores calibrated without their own rows; NaN where a class has fewer than two rows.</summary>
    public double ErrorAfter { get; }

    /// <summary>Whether calibration helped, and so is done.</summary>
    public bool IsCalibrated => Calibrator is not IdentityCalibrator;

    /// <summary>Calibrates if that lowers the calibration error on rows that were held out: ten stratified hold-outs of a tenth each, fewer where
    /// a class has fewer rows.</summary>
    /// <param name="scores">Scores of reference data; pairs with a score that is NaN or infinite are left out.</param>
    /// <param name="labels">Whether each is of the positive class.</param>
    /// <param name="method">How to calibrate. Default isotonic.</param>
    /// <param name="seed">Seed of the hold-outs. Equal seeds give equal choices.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or no score is finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The method is no member of its enumeration.</exception>
    public static CalibrationChoice Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, CalibrationMethod method = CalibrationMethod.Isotonic, int seed = 0)
    {
        Statistics.Arguments.ThrowIfUndefined(method, nameof(method));
        (double[] kept, bool[] truth) = Finite(scores, labels);
        double before = CalibrationError.Expected(Array.ConvertAll(kept, IdentityCalibrator.Instance.Calibrate), truth);
        int positives = truth.Count(static label => label);
        int folds = Math.Min(MaxFolds, Math.Min(positives, truth.Length - positives));
        if (folds < 2)
        {
            return new CalibrationChoice(IdentityCalibrator.Instance, before, double.NaN);
        }

        double after = HeldOutError(kept, truth, method, StratifiedFolds.Deal(truth, folds, new Random(seed)), folds);
        return new CalibrationChoice(after < before ? FitAll(kept, truth, method) : IdentityCalibrator.Instance, before, after);
    }

    // Pooled over the hold-outs rather than averaged, because small bins are noisy and noise reads as error.
    private static double HeldOutError(double[] scores, bool[] labels, CalibrationMethod method, int[] fold, int folds)
    {
        var calibrated = new double[scores.Length];
        for (int held = 0; held < folds; held++)
        {
            IScoreCalibrator calibrator = FitAll(
                [.. scores.Where((_, i) => fold[i] != held)], [.. labels.Where((_, i) => fold[i] != held)], method);
            for (int i = 0; i < scores.Length; i++)
            {
                calibrated[i] = fold[i] == held ? calibrator.Calibrate(scores[i]) : calibrated[i];
            }
        }

        return CalibrationError.Expected(calibrated, labels);
    }

    private static IScoreCalibrator FitAll(double[] scores, bool[] labels, CalibrationMethod method) =>
        method == CalibrationMethod.Platt ? PlattCalibrator.Fit(scores, labels) : IsotonicCalibrator.Fit(scores, labels);

    private static (double[] Scores, bool[] Labels) Finite(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        LabelledScores.ThrowIfUnequal(scores.Length, labels.Length);
        var kept = new List<double>(scores.Length);
        var truth = new List<bool>(scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsFinite(scores[i]))
            {
                kept.Add(scores[i]);
                truth.Add(labels[i]);
            }
        }

        return ([.. kept], [.. truth]);
    }
}
