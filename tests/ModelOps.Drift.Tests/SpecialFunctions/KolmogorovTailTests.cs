using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Tests.SpecialFunctions;

public sealed class KolmogorovTailTests
{
    // scipy.stats.kstwo.sf(d, n), SciPy 1.10.1, which sums all terms.
    [Theory]
    [InlineData(0.0107238, 20000, 0.019959218839534006)]
    [InlineData(0.0158114, 20000, 8.980644260619922e-05)]
    [InlineData(0.04, 20000, 3.0550204706708382e-28)]
    [InlineData(0.0866025, 20000, 5.903463379072987e-131)]
    [InlineData(0.00479583, 100000, 0.020039290132319202)]
    [InlineData(0.00707107, 100000, 9.036423342082624e-05)]
    [InlineData(0.0178885, 100000, 3.156635830119261e-28)]
    [InlineData(0.0387298, 100000, 9.089027572014703e-131)]
    [InlineData(0.00214476, 500000, 0.020074984794611925)]
    [InlineData(0.00316228, 500000, 9.060568588777127e-05)]
    [InlineData(0.008, 500000, 3.187747433484973e-28)]
    [InlineData(0.0173205, 500000, 9.980729509887279e-131)]
    [InlineData(0.00151658, 1000000, 0.020082730845761513)]
    [InlineData(0.00223607, 1000000, 9.066215761585053e-05)]
    [InlineData(0.00565685, 1000000, 3.194446304675263e-28)]
    [InlineData(0.0122474, 1000000, 1.0135879388121794e-130)]
    [InlineData(0.000875595, 3000000, 0.020091946976995984)]
    [InlineData(0.00129099, 3000000, 9.072799636114204e-05)]
    [InlineData(0.00326599, 3000000, 3.2001841614666377e-28)]
    [InlineData(0.00707107, 3000000, 1.0246074208745286e-130)]
    public void Survival_LargeSamplesFarOut_AsSciPy(double d, long n, double expected) => Close.To(expected, KolmogorovDistribution.Survival(d, n), 1e-9);
}
