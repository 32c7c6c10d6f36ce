using CsCheck;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Tests.Sequential;

public sealed class DirichletBetsTests
{
    [Fact]
    public void Observe_ManyAtOnce_IsAsOneByOne() =>
        Gen.Double[0, 1].Array[0, 300].Array[1, 4].Sample(static batches =>
        {
            var single = new DirichletBets(0);
            var many = new DirichletBets(0);
            foreach (double[] batch in batches)
            {
                var cells = new long[DirichletBets.Finest];
                foreach (double rank in batch)
                {
                    single.Observe(rank);
                    cells[DirichletBets.CellOf(rank)]++;
                }

                many.Observe(cells);
                Assert.Equal(single.LogCapital, many.LogCapital, 1e-9);
            }
        }, iter: 200);
}
