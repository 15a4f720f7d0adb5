package document

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// A pdfCrypt decrypts a file that opens without a password: its owner only asks
// readers not to print or copy.
//
// Source: ISO 32000-1:2008, section 7.6 (revisions 2 to 4); ISO 32000-2:2017,
// section 7.6 (revisions 5 and 6).
type pdfCrypt struct {
	key     []byte
	aes     bool
	revised bool // revision 5 or 6: one key for all objects
}

// passwordPad is of algorithm 2.
var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// newCrypt finds the key of a file whose user password is empty.
func (f *pdfFile) newCrypt(e pdfDict) (*pdfCrypt, error) {
	if name, _ := f.get(e["Filter"]).(pdfName); name != "Standard" {
		return nil, errEncrypted
	}
	r, v := int(f.number(e["R"], 0)), int(f.number(e["V"], 0))
	c := &pdfCrypt{}
	if v >= 4 {
		method, _ := f.get(f.dict(f.dict(e["CF"])[string(f.name(e["StmF"]))])["CFM"]).(pdfName)
		c.aes = method == "AESV2" || method == "AESV3"
	}
	user, _ := f.get(e["U"]).(pdfString)
	owner, _ := f.get(e["O"]).(pdfString)
	if r >= 5 {
		c.revised, c.aes = true, true
		ue, _ := f.get(e["UE"]).(pdfString)
		return c, c.revisedKey([]byte(user), []byte(ue), r)
	}
	length := int(f.number(e["Length"], 40)) / 8
	if v == 1 || length < 5 || length > 16 {
		length = 5
	}
	if v == 4 {
		length = 16
	}
	var id pdfString
	if ids := f.array(f.trailer["ID"]); len(ids) > 0 {
		id, _ = f.get(ids[0]).(pdfString)
	}
	if len(owner) < 32 || len(user) < 16 {
		return nil, errEncrypted
	}
	h := md5.New()
	h.Write(passwordPad)
	h.Write([]byte(owner[:32]))
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(int64(f.number(e["P"], 0)))))
	h.Write([]byte(id))
	if meta, ok := f.get(e["EncryptMetadata"]).(bool); ok && !meta && r >= 4 {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key[:length])
			key = sum[:]
		}
	}
	c.key = key[:length]
	return c, c.verify([]byte(user), []byte(id), r)
}

func (f *pdfFile) name(v any) pdfName {
	n, _ := f.get(v).(pdfName)
	return n
}

// verify checks the empty password (algorithms 4 to 6).
func (c *pdfCrypt) verify(user, id []byte, r int) error {
	want := passwordPad
	if r >= 3 {
		sum := md5.Sum(append(bytes.Clone(passwordPad), id...))
		want = sum[:]
		for i := range 20 {
			key := bytes.Clone(c.key)
			for j := range key {
				key[j] ^= byte(i)
			}
			want = arcfour(key, want)
		}
		user = user[:16]
	} else {
		want = arcfour(c.key, want)
	}
	if len(user) < len(want) || !bytes.Equal(user[:len(want)], want) {
		return errEncrypted
	}
	return nil
}

func arcfour(key, data []byte) []byte {
	cipher, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	cipher.XORKeyStream(out, data)
	return out
}

// revisedKey finds the key of revisions 5 and 6 (algorithm 2.A).
func (c *pdfCrypt) revisedKey(user, ue []byte, r int) error {
	if len(user) < 48 || len(ue) < 32 {
		return errEncrypted
	}
	hash := func(salt []byte) []byte {
		if r == 5 {
			sum := sha256.Sum256(salt)
			return sum[:]
		}
		return hardened(salt)
	}
	if !bytes.Equal(hash(user[32:40]), user[:32]) {
		return errEncrypted
	}
	block, err := aes.NewCipher(hash(user[40:48]))
	if err != nil {
		return errEncrypted
	}
	c.key = make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(c.key, ue[:32])
	return nil
}

// hardened is algorithm 2.B for the empty password.
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i := 0; ; i++ {
		k1 := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(k1, k1)
		rest := 0
		for _, b := range k1[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			s := sha256.Sum256(k1)
			k = s[:]
		case 1:
			s := sha512.Sum384(k1)
			k = s[:]
		default:
			s := sha512.Sum512(k1)
			k = s[:]
		}
		// At least 64 rounds; the end comes by chance, and surely within 300.
		if i >= 63 && int(k1[len(k1)-1]) <= i-31 || i > 1000 {
			return k[:32]
		}
	}
}

// decrypt decrypts a stream or string of an object (algorithm 1).
func (c *pdfCrypt) decrypt(data []byte, num int) []byte {
	key := c.key
	if !c.revised {
		h := md5.New()
		h.Write(c.key)
		// Generations are nought in all but ancient files.
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), 0, 0})
		if c.aes {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(c.key)+5)]
	}
	if !c.aes {
		return arcfour(key, data)
	}
	if len(data) < 32 {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	body := bytes.Clone(data[16 : len(data)-len(data)%16])
	cipher.NewCBCDecrypter(block, data[:16]).CryptBlocks(body, body)
	if pad := int(body[len(body)-1]); pad >= 1 && pad <= 16 {
		body = body[:len(body)-pad]
	}
	return body
}
