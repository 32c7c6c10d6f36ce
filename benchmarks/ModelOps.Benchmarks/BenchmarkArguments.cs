using System.Diagnostics.CodeAnalysis;
using ModelOps.Benchmarks.Batching;
using ModelOps.Benchmarks.Drift;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Registry;
using ModelOps.Benchmarks.Rest;
using ModelOps.Benchmarks.Serving;

namespace ModelOps.Benchmarks;

/// <summary>What the user asked for.</summary>
/// <param name="Topics">Topics to measure.</param>
/// <param name="Rounds">Rounds of each comparison.</param>
/// <param name="JsonFile">Where to write the results as JSON; null for nowhere.</param>
internal sealed record BenchmarkArguments(IReadOnlyList<ITopic> Topics, int Rounds, string? JsonFile)
{
    private const int QuickRounds = 41;
    private const int TopicRounds = 151;
    private static readonly ITopic[] AllTopics = [new ServingTopic(), new BatchingTopic(), new RestTopic(), new OnnxTopic(), new RegistryTopic(), new DriftTopic()];

    /// <summary>Reads <c>--quick</c>, names of topics and <c>--json FILE</c>.</summary>
    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchmarkArguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        problem = null;
        bool isQuick = false;
        string? jsonFile = null;
        List<ITopic> topics = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick") { isQuick = true; }
            else if (args[i] == "--json" && i + 1 < args.Length) { jsonFile = args[++i]; }
            else if (Array.Find([.. AllTopics, .. OnnxTopic.Groups], topic => topic.Name == args[i]) is { } topic) { topics.Add(topic); }
            else { problem = $"'{args[i]}' is no topic.\n{Usage()}"; }
        }

        if (topics.Count == 0 && !isQuick) { problem ??= Usage(); }
        if (problem is not null) { return false; }
        arguments = new BenchmarkArguments(topics.Count == 0 ? AllTopics : topics, isQuick ? QuickRounds : TopicRounds, jsonFile);
        return true;
    }

    private static string Usage() =>
        $"""
        Usage: benchmarks/run.sh [--quick] [TOPIC...] [--json FILE]
               benchmarks/run.sh bdn [FILTER]
               benchmarks/run.sh overload
        Topics (--quick alone takes all of them, with fewer rounds):
        {string.Join('\n', AllTopics.Concat(OnnxTopic.Groups).Select(static topic => $"  {topic.Name,-10} {topic.Question}"))}
        """;
}
