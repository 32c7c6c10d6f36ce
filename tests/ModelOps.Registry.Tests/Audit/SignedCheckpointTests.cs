using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Audit;

public sealed class SignedCheckpointTests : IDisposable
{
    private const string Origin = "models.example.com/production";
    private static readonly RegistryCheckpoint Known = new(42, "sha256:" + new string('7', 64));
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly Ed25519SignatureProvider _signer = Ed25519SignatureProvider.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task Signed_IsANoteThatReadsAsItWas()
    {
        SignedCheckpoint signed = await SignAsync();
        SignedCheckpoint read = SignedCheckpoint.Read(signed.Note, Origin, [await KeyAsync()]);

        Assert.StartsWith($"{Origin}\n42\nd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=\nchain modelops.event/1\ntime 2026-01-31T12:00:00.0000000Z\n\n— {Origin} ", signed.Note, StringComparison.Ordinal);
        Assert.Equal((Origin, Known, At, signed.Note), (read.Origin, read.Checkpoint, read.At, read.Note));
    }

    [Fact]
    public async Task Read_EachFault_HasAReasonOfItsOwn()
    {
        string note = (await SignAsync()).Note;
        using Ed25519SignatureProvider stranger = Ed25519SignatureProvider.Create();
        TrustedKey other = TrustedKey.FromPem("stranger", await stranger.GetPublicKeyAsync(Token));

        Assert.Equal(CheckpointFailure.UntrustedKey, await FailureAsync(note, Origin, other));
        Assert.Equal(CheckpointFailure.OtherOrigin, await FailureAsync(note, "models.example.com/test"));
        Assert.Equal(CheckpointFailure.BadSignature, await FailureAsync(note.Replace("\n42\n", "\n41\n", StringComparison.Ordinal)));
        Assert.Equal(CheckpointFailure.BadSignature, await FailureAsync(note.Replace(Origin + "\n", "models.example.com/other\n", StringComparison.Ordinal)));
        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(note[..^1]));
        Assert.Equal(CheckpointFailure.UntrustedKey, await FailureAsync(note.Replace("— models", "— nodels", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("042", "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=", "chain modelops.event/1", "time 2026-01-31T12:00:00.0000000Z")]
    [InlineData("-1", "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=", "chain modelops.event/1", "time 2026-01-31T12:00:00.0000000Z")]
    [InlineData("42", "d3d3", "chain modelops.event/1", "time 2026-01-31T12:00:00.0000000Z")]
    [InlineData("42", "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=", "a tree's root", "time 2026-01-31T12:00:00.0000000Z")]
    [InlineData("42", "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=", "chain modelops.event/1", "time yesterday")]
    [InlineData("42", "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=", "chain modelops.event/1")]
    [InlineData]
    public async Task Read_WhatATrustedKeySignedForSomethingElse_IsNoCheckpoint(params string[] lines)
    {
        string note = await SignedNote.SignAsync(string.Join('\n', [Origin, .. lines]) + "\n", Origin, _signer, Token);
        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(note));
    }

    [Fact]
    public async Task Read_KeyUnderAnotherName_IsOfAnotherRegistry()
    {
        string text = (await SignAsync()).Note.Split("\n\n")[0] + "\n";
        Assert.Equal(CheckpointFailure.OtherOrigin, await FailureAsync(await SignedNote.SignAsync(text, "models.example.com/test", _signer, Token)));
    }

    [Fact]
    public async Task Read_AnyChangedCharacter_IsRefusedAndNeverFailsOtherwise()
    {
        string note = (await SignAsync()).Note;
        TrustedKey key = await KeyAsync();
        for (int i = 0; i < note.Length; i++)
        {
            for (int bit = 0; bit < 7; bit++)
            {
                string bad = string.Concat(note.AsSpan(0, i), ((char)(note[i] ^ (1 << bit))).ToString(), note.AsSpan(i + 1));
                Exception? error = Record.Exception(() => SignedCheckpoint.Read(bad, Origin, [key]));
                Assert.True(error is CheckpointException, $"'{bad}': {error}");
            }
        }
    }

    [Fact]
    public async Task Read_SignatureInAnotherSpellingOfItsBytes_IsMalformed()
    {
        string note = (await SignAsync()).Note;
        string signature = note[(note.LastIndexOf(' ') + 1)..^1];
        string spelled = string.Concat(signature.AsSpan(0, signature.Length - 2), ((char)(signature[^2] + 1)).ToString(), "=");
        Assert.Equal(Convert.FromBase64String(signature), Convert.FromBase64String(spelled));

        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(note.Replace(signature, spelled, StringComparison.Ordinal)));
        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(note.Replace(signature, signature.Insert(9, "\t"), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    public async Task Sign_OriginThatNamesNothing_IsRefused(string origin) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SignedCheckpoint.SignAsync(Known, origin, At, _signer, Token));

    [Fact]
    public async Task Sign_NoDigest_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SignedCheckpoint.SignAsync(new RegistryCheckpoint(3, ""), Origin, At, _signer, Token));

    private Task<SignedCheckpoint> SignAsync() => SignedCheckpoint.SignAsync(Known, Origin, At, _signer, Token);

    private async Task<TrustedKey> KeyAsync() => TrustedKey.FromPem("own", await _signer.GetPublicKeyAsync(Token));

    private async Task<CheckpointFailure> FailureAsync(string note, string origin = Origin, TrustedKey? key = null)
    {
        key ??= await KeyAsync();
        CheckpointException error = Assert.Throws<CheckpointException>(() => SignedCheckpoint.Read(note, origin, [key]));
        Assert.EndsWith(string.Concat(error.Failure.ToString().Select(static c => char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}")), error.Code, StringComparison.Ordinal);
        return error.Failure;
    }
}
