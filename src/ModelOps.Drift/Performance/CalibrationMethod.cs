namespace ModelOps.Drift.Performance;

/// <summary>Ways to calibrate scores.</summary>
public enum CalibrationMethod
{
    /// <summary><see cref="IsotonicCalibrator"/>: any nondecreasing function; wants some thousand labels.</summary>
    Isotonic,

    /// <summary><see cref="PlattCalibrator"/>: a logistic function; makes do with some dozen labels.</summary>
    Platt,
}
