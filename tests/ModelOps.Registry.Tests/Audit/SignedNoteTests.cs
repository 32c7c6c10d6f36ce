using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Audit;

public sealed class SignedNoteTests
{
    // The example of Go's package golang.org/x/mod/sumdb/note, which began this format.
    private const string GoText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string GoNote = GoText + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static readonly TrustedKey GoKey = TrustedKey.FromPem("go", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY=\n-----END PUBLIC KEY-----\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void NoteOfGo_IsRead()
    {
        SignedNote note = SignedNote.Parse(GoNote)!;
        Assert.Equal(GoText, note.Text);
        Assert.Equal("PeterNeumann", Assert.Single(note.Verify([GoKey])).Name);
    }

    [Fact]
    public void SignaturesOfOthers_AreLeftOut_AndAWrongOneOfATrustedKeyRefusesTheNote()
    {
        string other = GoNote + "— PeterNeumann x08go/ZJkuBS9UG/\n— someone AAAAAAAA\n";
        Assert.Single(SignedNote.Parse(GoNote + "— someone AAAAAAAA\n")!.Verify([GoKey]));
        Assert.Empty(SignedNote.Parse(GoNote.Replace("PeterNeumann", "PeterNewman", StringComparison.Ordinal))!.Verify([GoKey])); // the name is in the key's number
        Assert.Equal(CheckpointFailure.BadSignature, Assert.Throws<CheckpointException>(() => SignedNote.Parse(other)!.Verify([GoKey])).Failure);
        Assert.Equal(CheckpointFailure.BadSignature, Assert.Throws<CheckpointException>(() => SignedNote.Parse("x" + GoNote)!.Verify([GoKey])).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("text\n— a AAAAAAAA\n")] // no empty line
    [InlineData("text\n\n— a AAAAAAAA")] // no line feed at the end
    [InlineData("text\n\n")]
    [InlineData("text\n\n- a AAAAAAAA\n")]
    [InlineData("text\n\n— a b AAAAAAAA\n")]
    [InlineData("text\n\n— a+b AAAAAAAA\n")]
    [InlineData("text\n\n— a AAAA\n")] // shorter than a key's number
    [InlineData("text\n\n— a %%%%\n")]
    [InlineData("te\rxt\n\n— a AAAAAAAA\n")]
    public void OtherTexts_AreNoNotes(string text) => Assert.Null(SignedNote.Parse(text));

    [Fact]
    public async Task Sign_WithAnEcdsaKey_SaysSo()
    {
        using EcdsaSignatureProvider ecdsa = EcdsaSignatureProvider.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => SignedNote.SignAsync("text\n", "a", ecdsa, Token));
        Assert.Contains("Use an Ed25519 key", error.Message, StringComparison.Ordinal);
    }
}
