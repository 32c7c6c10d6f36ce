using System.Globalization;
using ModelOps.Onnx.Forests;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Feeds a reader with files cut, changed and doubled at random: what comes out is a forest that scores, or a typed error.</summary>
internal static class ForestFuzz
{
    /// <summary>Set <c>MODELOPS_FUZZ</c> to the number of files for a longer run.</summary>
    public static void Run(byte[][] files, int count, Func<byte[], Forest> read)
    {
        if (Environment.GetEnvironmentVariable("MODELOPS_FUZZ") is { } asked) { count = int.Parse(asked, CultureInfo.InvariantCulture); }
        Random random = new(20_250_311);
        int refused = 0;
        long most = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutant = Mutate(files[random.Next(files.Length)], random);
            long allocated = Allocations.Once(() =>
            {
                try
                {
                    Forest forest = read(mutant);
                    if (forest.FeatureCount < 100_000 && forest.TargetCount < 1000)
                    {
                        new ForestScorer(forest).Score(new float[3 * forest.FeatureCount], new float[3 * forest.TargetCount]);
                    }
                }
                catch (ForestFormatException) { refused++; }
            });
            most = Math.Max(most, allocated / Math.Max(1, mutant.Length));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} of {count} refused, at most {most} bytes allocated a byte of the file");
        Assert.InRange(refused, count / 10, count - 1);
        Assert.True(most < 2000, $"{most} bytes allocated a byte of the file");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> file = [.. original];
        for (int changes = random.Next(1, 5); changes > 0 && file.Count > 0; changes--)
        {
            int at = random.Next(file.Count);
            switch (random.Next(8))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)random.Next(256); break;
                case 2: file[at] = (byte)('0' + random.Next(10)); break;
                case 3: file.Insert(at, (byte)('0' + random.Next(10))); break;
                case 4: file.RemoveRange(at, Math.Min(random.Next(1, 9), file.Count - at)); break;
                case 5: file.InsertRange(random.Next(file.Count), file.GetRange(at, Math.Min(random.Next(1, 40), file.Count - at))); break;
                case 6: file.InsertRange(at, [0xFF, 0xFF, 0xFF, 0x7F]); break;
                default:
                    if (random.Next(10) == 0) { file.RemoveRange(at, file.Count - at); }
                    else { file[at] = (byte)'-'; }
                    break;
            }
        }

        return [.. file];
    }
}
