using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ModelOps.Load;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadArguments
{
    public const string Usage = """
        Puts an HTTP endpoint under load and prints what it saw as JSON.

          modelops-load --url URL --body FILE (--rate R | --ramp FROM:TO:STEP | --callers N) [options]

          --url URL          where to post, e.g. http://localhost:5000/v2/models/demand/infer
          --body FILE        what to post; its headers are --content-type and --header
          --content-type T   default application/json
          --header NAME:VAL  a further header; may be repeated
          --rate R           open loop: R calls a second arrive as a Poisson process, answered or not
          --ramp A:B:S       open loop, one step for each of the rates A, A+S, … B
          --callers N        closed loop: N callers, each waits for its answer
          --duration S       seconds of a step; default 10
          --warm-up S        seconds of the first step's load before it, not counted; default 2
          --deadline MS      an answer after this is throughput but not goodput; default none
          --seed N           of the arrivals; default 1
          --json FILE        where the result goes besides the screen
        """;

    public required Uri Url { get; init; }

    public required string BodyFile { get; init; }

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public required IReadOnlyList<LoadStep> Steps { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan? Deadline { get; init; }

    public int Seed { get; init; } = 1;

    public string? JsonFile { get; init; }

    public static bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out LoadArguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        problem = null;
        Dictionary<string, List<string>> values = [];
        for (int i = 0; i < args.Count; i += 2)
        {
            if (!Known.Contains(args[i])) { problem = $"'{args[i]}' is not known."; }
            else if (i + 1 == args.Count) { problem = $"'{args[i]}' needs a value."; }
            if (problem is not null) { return false; }
            if (!values.TryGetValue(args[i], out List<string>? list)) { values[args[i]] = list = []; }
            list.Add(args[i + 1]);
        }

        try
        {
            arguments = Read(values);
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static readonly HashSet<string> Known =
        ["--url", "--body", "--content-type", "--header", "--rate", "--ramp", "--callers", "--duration", "--warm-up", "--deadline", "--seed", "--json"];

    private static LoadArguments Read(Dictionary<string, List<string>> values)
    {
        string? Text(string name) => values.TryGetValue(name, out List<string>? list) ? list[^1] : null;
        string Required(string name) => Text(name) ?? throw new FormatException($"{name} is missing.");
        TimeSpan duration = TimeSpan.FromSeconds(Number("--duration", Text("--duration") ?? "10", least: 0.1));
        return new LoadArguments
        {
            Url = Uri.TryCreate(Required("--url"), UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
                ? url!
                : throw new FormatException($"--url is '{Required("--url")}'. Give an address such as http://localhost:5000/v2/models/demand/infer."),
            BodyFile = Required("--body"),
            ContentType = Text("--content-type") ?? "application/json",
            Headers = [.. (values.GetValueOrDefault("--header") ?? []).Select(Header)],
            Steps = ReadSteps(Text("--rate"), Text("--ramp"), Text("--callers"), duration),
            WarmUp = TimeSpan.FromSeconds(Number("--warm-up", Text("--warm-up") ?? "2", least: 0)),
            Deadline = Text("--deadline") is { } deadline ? TimeSpan.FromMilliseconds(Number("--deadline", deadline, least: 0.001)) : null,
            Seed = (int)Number("--seed", Text("--seed") ?? "1", least: 0),
            JsonFile = Text("--json"),
        };
    }

    private static LoadStep[] ReadSteps(string? rate, string? ramp, string? callers, TimeSpan duration)
    {
        if (new[] { rate, ramp, callers }.Count(static value => value is not null) != 1) { throw new FormatException("Give one of --rate, --ramp and --callers."); }
        if (rate is not null) { return [new OpenLoopStep(Number("--rate", rate, least: 0.001), duration)]; }
        if (callers is not null) { return [new ClosedLoopStep((int)Number("--callers", callers, least: 1), duration)]; }
        string[] parts = ramp!.Split(':');
        if (parts.Length != 3) { throw new FormatException($"--ramp is '{ramp}'. Give FROM:TO:STEP, e.g. 100:1000:100."); }
        double[] numbers = [.. parts.Select(static part => Number("--ramp", part, least: 0.001))];
        int steps = (int)Math.Min(1000, Math.Floor(((numbers[1] - numbers[0]) / numbers[2]) + 1e-9) + 1);
        return steps >= 1
            ? [.. Enumerable.Range(0, steps).Select(i => new OpenLoopStep(numbers[0] + (i * numbers[2]), duration))]
            : throw new FormatException($"--ramp is '{ramp}', which goes nowhere. Give FROM:TO:STEP with TO at least FROM.");
    }

    private static KeyValuePair<string, string> Header(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim()) : throw new FormatException($"--header is '{text}'. Give NAME:VALUE.");
    }

    private static double Number(string name, string text, double least) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && double.IsFinite(value)
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'. Give a number, at least {least}."));
}
