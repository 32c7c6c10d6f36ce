using System.Globalization;
using ModelOps.Registry;
using ModelOps.Registry.PostgreSql;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>The other side of <see cref="ProcessMover"/>: a line in, a line out, until the input ends.</summary>
internal static class MoverProcess
{
    /// <param name="place">A folder of the embedded registry, or for PostgreSQL the connection, a shared folder and a cache of its own.</param>
    /// <param name="input">Questions.</param>
    /// <param name="output">Answers.</param>
    public static async Task RunAsync(string[] place, TextReader input, TextWriter output)
    {
        IModelRegistry registry = place is [string folder]
            ? EmbeddedModelRegistry.Open(folder)
            : PostgreSqlModelRegistry.Open(new PostgreSqlRegistryOptions { ConnectionString = place[0], SharedFolder = place[1], CacheFolder = place[2] });
        using IDisposable owned = (IDisposable)registry;
        RegistryMover mover = new(registry);
        while (await input.ReadLineAsync() is { } line)
        {
            await output.WriteLineAsync(await AnswerAsync(mover, line.Split('\t')));
            await output.FlushAsync();
        }
    }

    private static async Task<string> AnswerAsync(RegistryMover mover, string[] question)
    {
        long number = long.Parse(question[^1], CultureInfo.InvariantCulture);
        if (question[0] == "register") { return (await mover.RegisterAsync(question[1], (int)number)).ToString(CultureInfo.InvariantCulture); }
        SwapMove move = await mover.MoveAsync(number);
        return string.Create(CultureInfo.InvariantCulture, $"{move.Called}\t{move.Acknowledged}");
    }
}
