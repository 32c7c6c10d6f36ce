using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Audit;

namespace ModelOps.Registry.Tests.Audit;

public sealed class LogChainTests
{
    private static readonly RegistryEvent Entry = new()
    {
        Sequence = 7,
        Kind = RegistryEventKind.AliasMoved,
        Model = "demand",
        Number = 3,
        At = new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero),
        Alias = "champion",
        PreviousNumber = 2,
        Revision = 5,
        Reason = "é",
        Evidence = new Dictionary<string, string> { ["b"] = "2", ["a"] = "" },
        Changes = new Dictionary<string, string?> { ["tag:x"] = null },
    };

    /// <summary>Written out by hand from the documented form; a change here makes every stored chain look broken.</summary>
    [Fact]
    public void Next_AnEvent_IsTheSha256OfTheDocumentedBytes()
    {
        string hex = string.Concat(
            new string('0', 64),
            Text("modelops.event/1"), Number(7), Text("AliasMoved"), Text("demand"), Number(3), Text("2026-03-29T01:30:00.0000000Z"),
            "01", Text("champion"), "01", Number(2), "01", Number(5), "01", Text("é"), "00",
            Number(2), Text("a"), Text(""), Text("b"), Text("2"),
            Number(1), Text("tag:x"), "00");

        Assert.Equal(Convert.ToHexString(SHA256.HashData(Convert.FromHexString(hex))), Convert.ToHexString(LogChain.Next(LogChain.Start, Entry)));

        static string Number(long value) => value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        static string Text(string value) => Number(Encoding.UTF8.GetByteCount(value)) + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value));
    }

    [Fact]
    public void Next_TextsThatMoveBetweenFields_DoNotCollide()
    {
        RegistryEvent[] variants =
        [
            Entry,
            Entry with { Reason = null, Actor = "é" },
            Entry with { Reason = "", Actor = "é" },
            Entry with { Model = "deman", Alias = "dchampion" },
            Entry with { PreviousNumber = null, Revision = 2 },
            Entry with { Evidence = new Dictionary<string, string> { ["b2"] = "", ["a"] = "" } },
            Entry with { Changes = new Dictionary<string, string?> { ["tag:x"] = "" } },
            Entry with { Changes = new Dictionary<string, string?>() },
        ];

        Assert.Equal(variants.Length, variants.Select(static v => Convert.ToHexString(LogChain.Next(LogChain.Start, v))).Distinct().Count());
    }
}
