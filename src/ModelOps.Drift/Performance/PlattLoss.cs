namespace ModelOps.Drift.Performance;

/// <summary>Cross entropy of a logistic function of one input against smoothed targets.</summary>
internal sealed class PlattLoss(double[] inputs, long[] positives, long[] counts, double positiveTarget, double negativeTarget)
{
    // Keeps the Hessian invertible where all inputs are alike.
    private const double Ridge = 1e-12;

    internal (double Slope, double Intercept) Minimize(double startIntercept, int maxIterations)
    {
        (double slope, double intercept) = (0, startIntercept);
        double loss = Value(slope, intercept);
        for (int i = 0; i < maxIterations; i++)
        {
            (double stepSlope, double stepIntercept) = NewtonStep(slope, intercept);
            double length = 1;
            double next = Value(slope + stepSlope, intercept + stepIntercept);
            while (next > loss && length > 1e-10)
            {
                length /= 2;
                next = Value(slope + (length * stepSlope), intercept + (length * stepIntercept));
            }

            if (next > loss)
            {
                break;
            }

            (slope, intercept, loss) = (slope + (length * stepSlope), intercept + (length * stepIntercept), next);
            if (Math.Abs(stepSlope) + Math.Abs(stepIntercept) < 1e-13)
            {
                break;
            }
        }

        return (slope, intercept);
    }

    private double Value(double slope, double intercept)
    {
        double sum = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            double logOdds = (slope * inputs[i]) + intercept;
            sum += (counts[i] * Logistic.SoftPlus(logOdds)) - (Target(i) * logOdds);
        }

        return sum;
    }

    private (double Slope, double Intercept) NewtonStep(double slope, double intercept)
    {
        double gradientSlope = 0;
        double gradientIntercept = 0;
        double curveSlope = Ridge;
        double curveBoth = 0;
        double curveIntercept = Ridge;
        for (int i = 0; i < inputs.Length; i++)
        {
            double p = Logistic.Probability((slope * inputs[i]) + intercept);
            double residual = (counts[i] * p) - Target(i);
            double weight = counts[i] * p * (1 - p);
            gradientSlope += residual * inputs[i];
            gradientIntercept += residual;
            curveSlope += weight * inputs[i] * inputs[i];
            curveBoth += weight * inputs[i];
            curveIntercept += weight;
        }

        double determinant = (curveSlope * curveIntercept) - (curveBoth * curveBoth);
        return (
            ((curveBoth * gradientIntercept) - (curveIntercept * gradientSlope)) / determinant,
            ((curveBoth * gradientSlope) - (curveSlope * gradientIntercept)) / determinant);
    }

    private double Target(int i) => (positives[i] * positiveTarget) + ((counts[i] - positives[i]) * negativeTarget);
}
