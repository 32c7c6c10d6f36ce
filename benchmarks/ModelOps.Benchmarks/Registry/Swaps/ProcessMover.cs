using System.Diagnostics;
using System.Globalization;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>Moves in a process of its own, which has the registry open itself; see <see cref="MoverProcess"/>.</summary>
internal sealed class ProcessMover : IMover
{
    public const string Command = "registry-mover";
    private readonly Process _process;

    private ProcessMover(Process process) => _process = process;

    public static ProcessMover Start(params IEnumerable<string> place)
    {
        string program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ProcessMover).Assembly.Location] : [];
        ProcessStartInfo start = new(program, [.. assembly, Command, .. place]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        return new ProcessMover(Process.Start(start)!);
    }

    public async Task<long> RegisterAsync(string kind, int seed) => (await AskAsync($"register\t{kind}\t{seed}"))[0];

    public async Task<SwapMove> MoveAsync(long number)
    {
        long[] answer = await AskAsync($"move\t{number}");
        return new SwapMove(answer[0], answer[1]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<long[]> AskAsync(FormattableString question)
    {
        await _process.StandardInput.WriteLineAsync(FormattableString.Invariant(question));
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process that moves the alias has ended.");
        return [.. answer.Split('\t').Select(static n => long.Parse(n, CultureInfo.InvariantCulture))];
    }
}
